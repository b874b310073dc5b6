// The promotions domain: requests to bring releases into environments, their gates, and the one that is executed in each place.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { AgentRegistered, AgentReturned, AgentUpdated } from '../../entities/agents/events.ts';
import { ApprovalAnswered, ApprovalCancelled, ApprovalDecided } from '../../entities/approvals/events.ts';
import { DeploymentFailed, DeploymentRolledBack, DeploymentSucceeded } from '../../entities/deployments/events.ts';
import { environmentErrors } from '../../entities/environments/errors.ts';
import {
  AllEnvironmentsStopLifted,
  AllEnvironmentsStopped,
  EnvironmentDeleted,
  EnvironmentStopLifted,
  EnvironmentStopped,
  EnvironmentUpdated,
  FreezeWindowCreated,
  FreezeWindowDeleted,
  FreezeWindowUpdated,
  TargetCreated,
  TargetDeleted,
  TargetHealthChanged,
  TargetUpdated,
} from '../../entities/environments/events.ts';
import { decisionRecordSchema } from '../../entities/promotions/decisions/decision-record.view.ts';
import { promotionErrors, promotionHoldErrors } from '../../entities/promotions/errors.ts';
import {
  PromotionCancelled,
  PromotionDeployed,
  PromotionFailed,
  PromotionOverrideGranted,
  PromotionOverrideRequested,
  PromotionRequested,
  PromotionRolledBack,
} from '../../entities/promotions/events.ts';
import {
  listPromotionHoldsQuery,
  shownPromotionHoldView,
} from '../../entities/promotions/holds/promotion-hold.model.ts';
import { requestOverrideBody } from '../../entities/promotions/overrides/override.model.ts';
import {
  cancelPromotionBody,
  createPromotionBody,
  createPromotionQuery,
  explainPromotionQuery,
  listPromotionsQuery,
} from '../../entities/promotions/promotion.model.ts';
import {
  explanationView,
  promotionView,
  promotionWithDetailsView,
  shownPromotionView,
} from '../../entities/promotions/promotion.view.ts';
import {
  ReleaseBranchCut,
  ReleaseCancelled,
  ReleaseDeleted,
  StoreActionRequested,
  TargetPromotionRequested,
} from '../../entities/releases/events.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;
const { illegal_transition, invalid, no_override, not_a_person, not_evaluated, not_found } = promotionErrors;
const read = { role: 'VIEWER', scope: 'promotions:read', ci: true } as const;
const develop = { role: 'DEVELOPER', scope: 'promotions:write' } as const;

/** Events about one promotion, after which it is looked at again. */
export const OWN_EVENTS = [PromotionCancelled, PromotionOverrideRequested, PromotionOverrideGranted] as const;
/** Events after which the place of a promotion is free. */
export const FREEING_EVENTS = [PromotionDeployed, PromotionFailed, PromotionRolledBack] as const;
export const OPINION_EVENTS = [ApprovalAnswered, ApprovalDecided, ApprovalCancelled] as const;
/** Events about one environment. */
export const PLACE_EVENTS = [
  EnvironmentStopped,
  EnvironmentStopLifted,
  EnvironmentDeleted,
  TargetCreated,
  TargetUpdated,
  TargetDeleted,
  TargetHealthChanged,
] as const;
/** Events that may concern every environment. */
export const WIDE_EVENTS = [
  AllEnvironmentsStopped,
  AllEnvironmentsStopLifted,
  EnvironmentUpdated,
  FreezeWindowCreated,
  FreezeWindowUpdated,
  FreezeWindowDeleted,
] as const;
export const AGENT_EVENTS = [AgentRegistered, AgentReturned, AgentUpdated] as const;
export const DEPLOYMENT_EVENTS = [DeploymentSucceeded, DeploymentFailed, DeploymentRolledBack] as const;
export const RELEASE_EVENTS = [ReleaseBranchCut, ReleaseCancelled, ReleaseDeleted] as const;
/** Requests of SERVER targets. */
export const TARGET_EVENTS = [TargetPromotionRequested, StoreActionRequested] as const;

const typesOf = (events: readonly { readonly type: string }[]) => events.map(({ type }) => type);

export const manifest = defineManifest({
  domain: 'promotions',
  routes: {
    createPromotion: {
      method: 'POST',
      path: '/promotions',
      summary:
        'Requests the promotion of a release to an environment; it supersedes older ones of the service that wait there',
      access: { ...develop, ci: true },
      query: createPromotionQuery,
      body: createPromotionBody,
      errors: [invalid, promotionErrors.release_not_ready],
      status: 201,
      reply: promotionWithDetailsView,
      dryReply: decisionRecordSchema,
    },
    listPromotions: {
      method: 'GET',
      path: '/promotions',
      summary: 'Lists promotions, newest first; a filtered page may be short',
      access: read,
      query: listPromotionsQuery,
      status: 200,
      reply: listOf(promotionView),
    },
    getPromotion: {
      method: 'GET',
      path: '/promotions/{promotion}',
      summary: 'Reads a promotion with its last decision record',
      access: read,
      errors: [not_found],
      status: 200,
      reply: shownPromotionView,
    },
    explainPromotion: {
      method: 'GET',
      path: '/promotions/{promotion}/explain',
      summary: 'Explains a decision: its record and its snapshot, also as another version of the policy would decide',
      access: read,
      query: explainPromotionQuery,
      errors: [not_found, not_evaluated, environmentErrors.policy_not_found],
      status: 200,
      reply: explanationView,
    },
    cancelPromotion: {
      method: 'POST',
      path: '/promotions/{promotion}/cancel',
      summary: 'Cancels a promotion that waits; one that is deployed ends with its deployment',
      access: develop,
      body: cancelPromotionBody,
      errors: [not_found, illegal_transition],
      status: 200,
      reply: promotionWithDetailsView,
    },
    requestOverride: {
      method: 'POST',
      path: '/promotions/{promotion}/override',
      summary: 'Asks for an override of the freeze for this promotion; another person must grant it',
      access: develop,
      body: requestOverrideBody,
      errors: [not_found, illegal_transition, invalid, not_a_person],
      status: 200,
      reply: promotionWithDetailsView,
    },
    grantOverride: {
      method: 'POST',
      path: '/promotions/{promotion}/override/grant',
      summary: 'Grants the override of the freeze that another person asked for',
      access: { ...develop, role: 'LEAD' },
      errors: [not_found, illegal_transition, no_override, not_a_person, promotionErrors.same_person],
      status: 200,
      reply: promotionWithDetailsView,
    },
    listPromotionHolds: {
      method: 'GET',
      path: '/promotion-holds',
      summary: 'Lists the services that are not promoted automatically to an environment after a rollback there',
      access: read,
      query: listPromotionHoldsQuery,
      status: 200,
      reply: listOf(shownPromotionHoldView),
    },
    liftPromotionHold: {
      method: 'DELETE',
      path: '/promotion-holds/{environment}/{service}',
      summary:
        'Lifts the hold of a service in an environment: the next verified release is promoted there automatically',
      access: { ...develop, role: 'LEAD' },
      errors: [promotionHoldErrors.not_found],
      status: 204,
      hasRevision: false,
    },
  },
  subscriptions: {
    promotions: {
      source: [PromotionRequested.source],
      detailTypes: typesOf([PromotionRequested, ...OWN_EVENTS, ...FREEING_EVENTS]),
    },
    opinions: { source: [ApprovalDecided.source], detailTypes: typesOf(OPINION_EVENTS) },
    places: { source: [EnvironmentUpdated.source], detailTypes: typesOf([...PLACE_EVENTS, ...WIDE_EVENTS]) },
    agents: { source: [AgentReturned.source], detailTypes: typesOf(AGENT_EVENTS) },
    deployments: { source: [DeploymentSucceeded.source], detailTypes: typesOf(DEPLOYMENT_EVENTS) },
    releases: { source: [ReleaseCancelled.source], detailTypes: typesOf([...RELEASE_EVENTS, ...TARGET_EVENTS]) },
  },
  tasks: {
    evaluatePromotion: 'Evaluates a promotion, stores what has changed, and answers the next step',
    awaitPromotion: 'Stores the token of the execution that waits, and looks again',
    lockPromotion: 'Takes the lock of environment and service, if all gates still pass',
    noteDeployment: 'Stores the deployment that carries the promotion out',
    finishPromotion: 'Ends the promotion as its deployment ended, and releases the lock',
    continuePromotion: 'Starts the next execution of a promotion that waits for long',
  },
  machines: ['promotion'],
  lambdas: {
    api: {
      impact: 'People and CI cannot request promotions or see why they wait.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
    },
    events: {
      impact:
        'Requested promotions do not begin, those that wait are looked at every six hours only, and nothing is promoted automatically.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      starts: ['promotion'],
      answers: ['promotion'],
    },
    tasks: {
      impact: 'No promotion goes on: nothing is decided, deployed or finished.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
      starts: ['promotion'],
      answers: ['promotion'],
    },
  },
});
