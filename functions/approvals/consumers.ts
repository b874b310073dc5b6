// The consumers of the approvals domain, by the detail-types that its manifest subscribes to.
import { ApprovalDecisionRequested } from '../../entities/notifications/events.ts';
import type { Consumers } from '../_kit/bus-event.ts';
import { OVERTAKING_EVENTS } from './manifest.ts';
import { type ChatDecisionDeps, onDecisionRequested } from './on/decision-requested.ts';
import { onQuestionOvertaken } from './on/question-overtaken.ts';

export const consumers: Consumers<ChatDecisionDeps> = {
  events: {
    [ApprovalDecisionRequested.type]: onDecisionRequested,
    ...Object.fromEntries(OVERTAKING_EVENTS.map((event) => [event.type, onQuestionOvertaken])),
  },
};
