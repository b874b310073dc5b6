// The dependencies of operations, consumers and tasks of promotions.
import { systemActor } from '../../entities/_base/actors.ts';
import type { Actor } from '../../entities/_base/events.ts';
import type { ApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import type { AgentRepo } from '../../entities/agents/agent.repo.ts';
import type { ApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { DeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import type { LiveRepo } from '../../entities/deployments/live/live.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { FreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TeamRepo } from '../../entities/people/teams/team.repo.ts';
import type { PromotionHoldRepo } from '../../entities/promotions/holds/promotion-hold.repo.ts';
import type { PromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import { promotion } from '../../statemachines/promotion/promotion.contract.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { Start, TokenAnswerer } from '../_kit/workflow/executions.ts';
import type { manifest } from './manifest.ts';

/** Everything that a snapshot is read from, and the holds of automatic promotions. */
export interface PromotionsDeps {
  readonly promotions: PromotionRepo;
  readonly releases: Pick<ReleaseRepo, 'find' | 'idOfKey' | 'cycles' | 'authors'>;
  readonly environments: Pick<EnvironmentRepo, 'find' | 'get' | 'before' | 'after' | 'stopOf' | 'policy'>;
  readonly freezeWindows: Pick<FreezeWindowRepo, 'all'>;
  readonly targets: Pick<TargetRepo, 'ofEnvironment'>;
  readonly agents: Pick<AgentRepo, 'all'>;
  readonly deployments: Pick<DeploymentRepo, 'list' | 'find'>;
  readonly live: Pick<LiveRepo, 'find'>;
  readonly approvals: Pick<ApprovalRepo, 'questionsOf' | 'whole'>;
  readonly people: Pick<PeopleRepo, 'membershipOf' | 'userOfIdentity' | 'userOfEmail'>;
  readonly teams: Pick<TeamRepo, 'find' | 'memberIn'>;
  readonly services: Pick<ServiceRepo, 'bySlug'>;
  readonly holds: PromotionHoldRepo;
  readonly apiTokens: Pick<ApiTokenRepo, 'find'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, PromotionsDeps>;

export interface PromotionTaskDeps extends PromotionsDeps {
  readonly tokens: Pick<TokenAnswerer, 'succeed'>;
  readonly start: Start<typeof promotion>;
  readonly save: Save;
  readonly now: () => number;
}

export interface PromotionEventsDeps extends PromotionsDeps {
  readonly save: Save;
  readonly tokens: Pick<TokenAnswerer, 'succeed'>;
  readonly start: Start<typeof promotion>;
  readonly now: () => number;
}

export const PROMOTION_ACTOR: Actor = systemActor(promotion.name);
/** The one that requests promotions automatically. */
export const AUTOMATIC_ACTOR: Actor = systemActor('promotions');
