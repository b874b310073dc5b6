// The dependencies of operations, consumers and tasks of approvals.
import type { ApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TeamRepo } from '../../entities/people/teams/team.repo.ts';
import type { PromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface ApprovalsDeps {
  readonly approvals: ApprovalRepo;
  readonly integrations: IntegrationRepo;
  readonly releases: ReleaseRepo;
  readonly people: PeopleRepo;
  readonly teams: Pick<TeamRepo, 'memberIn'>;
  readonly promotions: Pick<PromotionRepo, 'get' | 'unchanged'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, ApprovalsDeps>;

export interface BackgroundDeps extends ApprovalsDeps {
  readonly save: Save;
  readonly now: () => number;
  readonly environments: Pick<EnvironmentRepo, 'policy'>;
}
