// The approvals of the policy: enough people in all and of each group, one rejection ends it. With separation of duties, the requester and
// the authors do not count; the person who asked for the override never does.
import { missingOf } from '../../approvals/quorum.model.ts';
import type { Snapshot } from '../decisions/snapshot.model.ts';
import { failed, type Gate, passed, pending, type Verdict } from './gate.ts';

const MISSING = 'approvals.missing';

interface Taken extends Pick<Snapshot, 'requestedBy'> {
  readonly release: Pick<Snapshot['release'], 'authors'>;
  readonly policy: Pick<Snapshot['policy'], 'requireSod'>;
  readonly override: Pick<NonNullable<Snapshot['override']>, 'requestedBy'> | null;
}

/** The people who may not decide, ADMINs included. */
export const excludedFrom = ({ requestedBy, release, policy, override }: Taken): string[] => [
  ...new Set([
    ...(policy.requireSod ? [requestedBy, ...release.authors] : []),
    ...(override === null ? [] : [override.requestedBy]),
  ]),
];

/** True if the gate waits for people alone. */
export const isForApprovers = ({ reasonCode }: Pick<Verdict, 'reasonCode'>): boolean => reasonCode === MISSING;

export const approvalsGate: Gate = (snapshot) => {
  const { policy, decisions } = snapshot;
  const excluded = excludedFrom(snapshot);
  const counted = decisions.filter(({ userId }) => !excluded.includes(userId));
  const rejected = counted.find(({ action }) => action === 'REJECTED');
  if (rejected) return failed('approvals.rejected', 'A person rejected it.', { userId: rejected.userId });
  const approvers = counted.filter(({ action }) => action === 'APPROVED');
  const missing = missingOf(policy, approvers);
  const wanted = missing.people + missing.groups.reduce((sum, { approvalsNeeded }) => sum + approvalsNeeded, 0);
  const isAsked = policy.approvalsNeeded > 0 || policy.groups.length > 0;
  if (policy.requireSod && isAsked && !snapshot.release.areAuthorsKnown) {
    return pending('approvals.authors_unknown', 'The authors of its commits are known once its branch is cut.');
  }
  const details = { approvedBy: [...new Set(approvers.map(({ userId }) => userId))].sort(), missing };
  if (wanted === 0) return passed('approvals.given', 'It has the approvals that it needs.', details);
  const isGone = missing.groups.some(({ groupId }) => snapshot.goneGroups?.includes(groupId));
  if (isGone) {
    const text = 'A team that must approve was deleted: an ADMIN changes the approval policy of the environment.';
    return pending('approvals.group_gone', text, details);
  }
  return pending(MISSING, `It needs ${wanted} more ${wanted === 1 ? 'approval' : 'approvals'}.`, details);
};
