// Differences in words: fields by their names, entries of lists by their places, and nothing that follows from others.
import { describe, expect, it } from 'vitest';
import { differences } from '../../../../functions/console/web/parts/seen/difference.ts';

describe('differences of two states', () => {
  it.each([
    ['a field', { dueDate: '2027-03-01' }, { dueDate: '2027-04-01' }, ['Due date: 2027-03-01 → 2027-04-01']],
    ['a field that was added', {}, { description: 'spring' }, ['Description: none → spring']],
    ['a switch', { autoKickoff: false }, { autoKickoff: true }, ['Auto kickoff: no → yes']],
    ['a list of words', { tags: ['a'] }, { tags: ['a', 'b'] }, ['Tags: a → a, b']],
    [
      'an entry of a list',
      { targets: [{ status: 'SUBMITTED' }, { status: 'SUBMITTED' }] },
      { targets: [{ status: 'SUBMITTED' }, { status: 'APPROVED' }] },
      ['Targets 2, status: SUBMITTED → APPROVED'],
    ],
    ['nothing of interest', { revision: 1, updatedAt: 'x', actions: [1] }, { revision: 2, updatedAt: 'y' }, []],
  ])('name %s', (_, before, after, lines) => {
    expect(differences(before, after).map(({ path, ...is }) => `${path}: ${is.before} → ${is.after}`)).toEqual(lines);
  });

  it('are shown as far as a person reads: eight, each with two hundred letters', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, 'x'.repeat(500)]));
    const shown = differences({}, many);
    expect([shown.length, shown[0]?.after.length]).toEqual([8, 201]);
  });

  it('are none without a state before', () => {
    expect(differences(undefined, { status: 'PENDING' })).toEqual([]);
  });
});
