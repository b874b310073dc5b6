// The `api` function of the approvals domain.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { ApprovalsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { decideApproval } from './ops/decide-approval.ts';
import { getApproval } from './ops/get-approval.ts';
import { listApprovals } from './ops/list-approvals.ts';

export const operations: Operations<typeof manifest, ApprovalsDeps> = { listApprovals, getApproval, decideApproval };

export const handler = apiOf(manifest, operations, ({ table }) => ({
  approvals: createApprovalRepo(table),
  integrations: createIntegrationRepo(table),
  releases: createReleaseRepo(table),
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  promotions: createPromotionRepo(table),
}));
