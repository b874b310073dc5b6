// The people whose approvals a question needs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Approver, isQuorum, missingOf, type Quorum } from '../../../../entities/approvals/quorum.model.ts';

const by = (userId: string, ...groupIds: string[]): Approver => ({ userId, groupIds });
const group = (groupId: string, approvalsNeeded: number) => ({ groupId, approvalsNeeded });

describe('a quorum', () => {
  it.each<[string, Quorum, Approver[], boolean]>([
    ['of nobody is there at once', { approvalsNeeded: 0, groups: [] }, [], true],
    ['of one needs one', { approvalsNeeded: 1, groups: [] }, [], false],
    ['of two counts a person once', { approvalsNeeded: 2, groups: [] }, [by('a'), by('a')], false],
    ['of two is two people', { approvalsNeeded: 2, groups: [] }, [by('a'), by('b')], true],
    ['of a group needs one of the group', { approvalsNeeded: 1, groups: [group('qa', 1)] }, [by('a')], false],
    ['of a group is one of the group', { approvalsNeeded: 1, groups: [group('qa', 1)] }, [by('a', 'qa')], true],
    [
      'of two groups needs two people, though one is in both',
      { approvalsNeeded: 0, groups: [group('qa', 1), group('ops', 1)] },
      [by('a', 'qa', 'ops')],
      false,
    ],
    [
      'of two groups gives a person to the group that has no other',
      { approvalsNeeded: 2, groups: [group('qa', 1), group('ops', 1)] },
      [by('a', 'qa', 'ops'), by('b', 'qa')],
      true,
    ],
    [
      'of three and a group takes people of no group for the rest',
      { approvalsNeeded: 3, groups: [group('qa', 2)] },
      [by('a', 'qa'), by('b', 'qa'), by('c')],
      true,
    ],
    [
      'of one and a group of two needs the two',
      { approvalsNeeded: 1, groups: [group('qa', 2)] },
      [by('a', 'qa'), by('b')],
      false,
    ],
  ])('%s', (_, quorum, approvers, expected) => {
    expect(isQuorum(quorum, approvers)).toBe(expected);
  });

  it('says who is missing', () => {
    const quorum = { approvalsNeeded: 4, groups: [group('qa', 2), group('ops', 1)] };
    expect(missingOf(quorum, [by('a', 'qa')])).toEqual({ people: 1, groups: [group('qa', 1), group('ops', 1)] });
  });

  /** Tries every assignment of people to places: slow, and so simple that it can be believed. */
  function isQuorumByTrial({ approvalsNeeded, groups }: Quorum, people: readonly Approver[]): boolean {
    const places = groups.flatMap((one) => Array<string>(one.approvalsNeeded).fill(one.groupId));
    const fill = ([place, ...rest]: string[], free: readonly Approver[]): boolean =>
      place === undefined ||
      free.some((one) => {
        const others = free.filter((other) => other !== one);
        return one.groupIds.includes(place) && fill(rest, others);
      });
    return people.length >= approvalsNeeded && fill(places, people);
  }

  it('is found like by trial of every assignment, in 10,000 cases', () => {
    const ids = ['qa', 'ops', 'sec'];
    const approver = fc.record({ userId: fc.constantFrom('a', 'b', 'c', 'd', 'e'), groupIds: fc.subarray(ids) });
    const rule = fc.record({ groupId: fc.constantFrom(...ids), approvalsNeeded: fc.integer({ min: 1, max: 2 }) });
    const quorum = fc.record({
      approvalsNeeded: fc.nat(4),
      groups: fc.uniqueArray(rule, { selector: ({ groupId }) => groupId }),
    });
    const people = fc.uniqueArray(approver, { selector: ({ userId }) => userId });
    fc.assert(
      fc.property(quorum, people, (asked, given) => isQuorum(asked, given) === isQuorumByTrial(asked, given)),
      { numRuns: 10_000, seed: 7 },
    );
  });
});
