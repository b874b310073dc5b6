// Everything that a snapshot is read from, and the holds of automatic promotions, of a table.
import type { Table } from '../../entities/_base/table/table.ts';
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { createAgentRepo } from '../../entities/agents/agent.repo.ts';
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createLiveRepo } from '../../entities/deployments/live/live.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createPromotionHoldRepo } from '../../entities/promotions/holds/promotion-hold.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { PromotionsDeps } from './deps.ts';

export const promotionsDepsOf = (table: Table): PromotionsDeps => ({
  promotions: createPromotionRepo(table),
  releases: createReleaseRepo(table),
  environments: createEnvironmentRepo(table),
  freezeWindows: createFreezeWindowRepo(table),
  targets: createTargetRepo(table),
  agents: createAgentRepo(table),
  deployments: createDeploymentRepo(table),
  live: createLiveRepo(table),
  approvals: createApprovalRepo(table),
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  services: createServiceRepo(table),
  holds: createPromotionHoldRepo(table),
  apiTokens: createApiTokenRepo(table),
});
