// Messages to people about approvals: the question, what an approval would do, and the decision. Pure.
import {
  and,
  commitsInWords,
  defineMessage,
  type MessageDefinition,
  spoken,
  withShare,
} from '../notifications/message.model.ts';
import { SIGN_OFF_STAGE, type SubjectType } from './approval.model.ts';
import { ApprovalAnswered, ApprovalCancelled, ApprovalDecided, ApprovalRequested } from './events.ts';

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

interface Asked {
  readonly subject: { readonly type: SubjectType };
  readonly pilotName?: string | undefined;
  readonly approvalsNeeded?: number | undefined;
}

/** The people who are asked. */
function decidersOf({ subject, pilotName, approvalsNeeded = 1 }: Asked): string {
  if (subject.type === 'Release') return pilotName ?? 'For a LEAD';
  return approvalsNeeded === 1 ? 'For one person' : `For ${approvalsNeeded} people`;
}

export const APPROVAL_MESSAGES: readonly MessageDefinition[] = [
  defineMessage(ApprovalRequested, { purpose: 'approvals' }, (asked, { nameOf }) => {
    const { approvalId, subject, round, question, builds = [], commits, targets = [] } = asked;
    const built = builds.map(({ name, buildNumber }) => [name, buildNumber].filter(Boolean).join(' ')).join(', ');
    const since = round === 1 ? 'in this release' : `since cycle ${round - 1}`;
    const stores = targets.map(({ targetIntegrationId, percentage }) =>
      withShare(nameOf(targetIntegrationId), percentage),
    );
    return {
      title: `Approval wanted: ${subject.key}`,
      lines: [
        `${decidersOf(asked)}: ${question.slice(0, 1).toLowerCase()}${question.slice(1)}`,
        [built, commits && commitsInWords(commits, since)].filter(Boolean).join(' · ') || undefined,
        stores.length === 0 ? undefined : `Approving submits to ${and(stores)}`,
      ],
      approvalId,
    };
  }),
  defineMessage(ApprovalAnswered, { purpose: 'approvals' }, (given, { by }) => ({
    title: `Approved by ${given.approvals} of ${given.approvalsNeeded}: ${given.subject.key}`,
    lines: [`${by} approves: ${given.question}`, given.comment],
  })),
  defineMessage(ApprovalDecided, { purpose: 'approvals' }, ({ subject, stage, round, status, ...decided }, { by }) => {
    if (stage !== SIGN_OFF_STAGE) {
      const [title, verb] = status === 'APPROVED' ? ['Approved', 'approves'] : ['Not approved', 'rejects'];
      return { title: `${title}: ${subject.key}`, lines: [`${by} ${verb}: ${decided.question}`, decided.comment] };
    }
    return status === 'APPROVED'
      ? {
          title: `Approved: ${subject.key}`,
          lines: [`${by} signs off ${spoken(subject.key)}, cycle ${round}`, decided.comment],
        }
      : rejected(by, { releaseKey: subject.key, cycle: round, comment: decided.comment });
  }),
  defineMessage(ApprovalCancelled, { purpose: 'approvals' }, ({ subject, stage, round, question }) => ({
    title: `No longer wanted: ${subject.key}`,
    lines: [
      stage === SIGN_OFF_STAGE
        ? `The sign-off of regression cycle ${round}: the release has moved on`
        : `${question} The subject has changed meanwhile`,
    ],
  })),
];
