// Messages to people about approvals: the question, what an approval would do, and the decision. Pure.
import {
  and,
  commitsInWords,
  defineMessage,
  type MessageDefinition,
  spoken,
  withShare,
} from '../notifications/message.model.ts';
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from './events.ts';

interface Rejected {
  readonly releaseKey: string;
  readonly cycle: number;
  readonly comment?: string | undefined;
}

export const rejected = (by: string, { releaseKey, cycle, comment }: Rejected) => ({
  title: `Not signed off: ${releaseKey}`,
  lines: [
    `${by} does not sign off ${spoken(releaseKey)}${comment === undefined ? '' : `: ${comment}`}`,
    `Regression cycle ${cycle}. Push a fix, then open the next cycle: /windlass cycle ${releaseKey}, or POST …/regression-cycles`,
  ],
});

export const APPROVAL_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(ApprovalRequested, { purpose: 'approvals' }, (asked, { nameOf }) => {
    const { approvalId, releaseKey, cycle, pilotName, builds = [], commits, targets = [] } = asked;
    const built = builds.map(({ name, buildNumber }) => [name, buildNumber].filter(Boolean).join(' ')).join(', ');
    const since = cycle === 1 ? 'in this release' : `since cycle ${cycle - 1}`;
    const stores = targets.map(({ targetIntegrationId, percentage }) =>
      withShare(nameOf(targetIntegrationId), percentage),
    );
    return {
      title: `Approval wanted: ${releaseKey}`,
      lines: [
        `${pilotName ?? 'For a LEAD'}: sign off ${spoken(releaseKey)}, cycle ${cycle}?`,
        [built, commits && commitsInWords(commits, since)].filter(Boolean).join(' · ') || undefined,
        stores.length === 0 ? undefined : `Approving submits to ${and(stores)}`,
      ],
      approvalId,
    };
  }),
  defineMessage(ApprovalDecided, { purpose: 'approvals' }, (decided, { by }) =>
    decided.status === 'APPROVED'
      ? {
          title: `Approved: ${decided.releaseKey}`,
          lines: [`${by} signs off ${spoken(decided.releaseKey)}, cycle ${decided.cycle}`, decided.comment],
        }
      : rejected(by, decided),
  ),
  defineMessage(ApprovalCancelled, { purpose: 'approvals' }, ({ releaseKey, cycle }) => ({
    title: `No longer wanted: ${releaseKey}`,
    lines: [`The sign-off of regression cycle ${cycle}: the release has moved on`],
  })),
];
