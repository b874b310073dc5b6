// The fields by whose change promotions to an environment, or to those after it, become easier. People who gain a right by a change need that
// right to make it: a LEAD who may not promote alone must not lift the rules and promote then. All that is not surely as strict loosens. Pure.
import type { FieldProblem } from '../_base/errors.ts';
import type { EnvironmentItem } from './environment.entity.ts';
import { environmentErrors } from './errors.ts';
import { assertAdminLoosens, type Loosening } from './may-loosen.model.ts';
import { isReached } from './order.model.ts';
import { groupsOf } from './policies/approval-policy.model.ts';
import { asksApprovals } from './policies/asks-approvals.model.ts';

type Rules = Pick<
  EnvironmentItem,
  'requiredApprovals' | 'approvalGroups' | 'requireSod' | 'soakMinutes' | 'place' | 'autoPromote'
>;

const LOOSENS = 'environment.loosens';

function lostGroups(before: Rules, after: Rules): string[] {
  const kept = groupsOf(after);
  return groupsOf(before)
    .filter(({ teamId, approvalsNeeded }) => {
      const group = kept.find((one) => one.teamId === teamId);
      return group === undefined || group.approvalsNeeded < approvalsNeeded;
    })
    .map(({ teamId }) => teamId);
}

/** The reason why another place in the order frees an environment of those that must come before it; undefined if it frees none. */
function freedBy(before: Rules, after: Rules, passed: readonly Rules[]): string | undefined {
  if (before.place === after.place) return undefined;
  if (isReached(before)) return 'has a place, which other environments may wait for';
  return passed.length > 0 ? 'comes between other environments' : undefined;
}

/**
 * The fields of `after` that are less strict than before. `passed` are the environments for which those after its new place would not wait
 * any more: releases may have come here past them while it had no place.
 */
export function loosenedBy(before: Rules, after: Rules, passed: readonly Rules[]): FieldProblem[] {
  const groups = lostGroups(before, after);
  const order = freedBy(before, after, passed);
  const isAutomatic = after.autoPromote === true && before.autoPromote !== true && before.requireSod;
  const loosened: readonly (readonly [path: string, message: string | false | undefined])[] = [
    [
      'requiredApprovals',
      after.requiredApprovals < before.requiredApprovals && `would be fewer than ${before.requiredApprovals}`,
    ],
    ['approvalGroups', groups.length > 0 && `would have fewer approvals of ${groups.join(', ')}`],
    ['requireSod', before.requireSod && !after.requireSod && 'would be switched off'],
    ['soakMinutes', after.soakMinutes < before.soakMinutes && `would be shorter than ${before.soakMinutes}`],
    ['order', order],
    ['autoPromote', isAutomatic && 'would request promotions that people may approve who cannot request them'],
  ];
  return loosened.flatMap(([path, message]) => (message ? [{ path, code: LOOSENS, message }] : []));
}

/**
 * A new environment after which others do not wait for those of `passed` any more. Reports of other systems count where no approvals are
 * asked: they would bring releases past the approvals of `passed`.
 */
export function loosenedByCreation(item: Rules, passed: readonly Rules[]): FieldProblem[] {
  if (asksApprovals(item) || !passed.some(asksApprovals)) return [];
  const message = 'comes without approvals between an environment with approvals and others';
  return [{ path: 'order', code: LOOSENS, message }];
}

/** The rules that go with a deleted environment. */
export const loosenedByDeletion = (before: Rules): FieldProblem[] => {
  const order: FieldProblem[] = isReached(before)
    ? [{ path: 'order', code: LOOSENS, message: 'is a place that other environments may wait for' }]
    : [];
  const bare = { ...before, requiredApprovals: 0, approvalGroups: [], requireSod: false };
  return [...loosenedBy(before, bare, []), ...order];
};

/** Throws `environment.loosens` with the fields, unless an ADMIN loosens them. */
export const assertMayLoosen = (caller: Loosening, fields: readonly FieldProblem[]): void =>
  assertAdminLoosens(caller, fields, (names) =>
    environmentErrors.loosens({ detail: `It makes promotions easier by ${names}. An ADMIN may do it.`, fields }),
  );
