// The consumers of the approvals domain, by the detail-types that its manifest subscribes to.
import { ApprovalDecisionRequested } from '../../entities/notifications/events.ts';
import { ReleaseDeleted } from '../../entities/releases/events.ts';
import type { Consumers } from '../_kit/bus/bus-event.ts';
import { OVERTAKING_EVENTS } from './manifest.ts';
import { type ChatDecisionDeps, onDecisionRequested } from './on/decision-requested.ts';
import { onQuestionOvertaken } from './on/question-overtaken.ts';
import { onReleaseDeleted } from './on/release-deleted.ts';

export const consumers: Consumers<ChatDecisionDeps> = {
  events: {
    [ApprovalDecisionRequested.type]: onDecisionRequested,
    [ReleaseDeleted.type]: onReleaseDeleted,
    ...Object.fromEntries(OVERTAKING_EVENTS.map((event) => [event.type, onQuestionOvertaken])),
  },
};
