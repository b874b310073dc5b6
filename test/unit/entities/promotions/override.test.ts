// The override of a freeze: who may grant it, until when, and how the gates see it.
import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../../entities/_base/time/iso.ts';
import {
  askedOverride,
  assertGrantable,
  assertPerson,
  grantedOverride,
  overrideInForce,
} from '../../../../entities/promotions/overrides/override.model.ts';
import { NOW } from './fixture.ts';

const AT = Date.parse(NOW);
const WEEK_MS = 7 * 86_400_000;
const olga = { id: 'olga', name: 'Olga' };
const otto = { id: 'otto', name: 'Otto' };
const ask = (expiresAt = isoOf(AT + 1_000)) => askedOverride(olga, AT, { reason: 'A leak', expiresAt });
const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as Error).name;
  }
};

describe('an override', () => {
  it.each([
    [-1, 'promotion.invalid'],
    [0, 'promotion.invalid'],
    [1, undefined],
    [WEEK_MS, undefined],
    [WEEK_MS + 1, 'promotion.invalid'],
  ])('that ends %d ms from now', (ms, code) => {
    expect(codeOf(() => ask(isoOf(AT + ms)))).toBe(code);
  });

  it.each([
    ['another person', ask(), otto, AT, undefined],
    ['the person who asked', ask(), olga, AT, 'promotion.same_person'],
    ['another person when it has expired', ask(), otto, AT + 1_000, 'promotion.no_override'],
    ['another person when nobody asked', undefined, otto, AT, 'promotion.no_override'],
    [
      'a third person when it is granted',
      grantedOverride(ask(), otto, AT),
      { id: 'xenia' },
      AT,
      'promotion.no_override',
    ],
  ])('granted by %s', (_, asked, actor, at, code) => {
    expect(codeOf(() => assertGrantable(asked, actor, at))).toBe(code);
  });

  it.each([
    ['USER', undefined],
    ['TOKEN', 'promotion.not_a_person'],
    ['SYSTEM', 'promotion.not_a_person'],
    ['AGENT', 'promotion.not_a_person'],
  ] as const)('of a credential of %s', (type, code) => {
    expect(codeOf(() => assertPerson({ type }))).toBe(code);
  });

  it('is in force for the gates only when it is granted', () => {
    expect([overrideInForce(undefined), overrideInForce(ask())]).toEqual([null, null]);
    expect(overrideInForce(grantedOverride(ask(), otto, AT))).toEqual({
      ...{ requestedBy: 'olga', grantedBy: 'otto', reason: 'A leak', ticket: null, expiresAt: isoOf(AT + 1_000) },
    });
  });
});
