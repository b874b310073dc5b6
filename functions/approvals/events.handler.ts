// The `events` function of the approvals domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { ApprovalDecisionRequested } from '../../entities/notifications/events.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { ReleaseDeleted } from '../../entities/releases/events.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createAnswerInPrivate } from '../_adapters/slack/response-url.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { manifest, OVERTAKING_EVENTS } from './manifest.ts';
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

export const handler = eventsOf(manifest, consumers, ({ environment, table, save, now }) => ({
  approvals: createApprovalRepo(table),
  integrations: createIntegrationRepo(table),
  releases: createReleaseRepo(table),
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  promotions: createPromotionRepo(table),
  environments: createEnvironmentRepo(table),
  save,
  now,
  answerInPrivate: createAnswerInPrivate(createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS })),
}));
