// The `tasks` function of the approvals domain. For a deleted tenant it answers null: the workflow continues to its next
// wait and ends there.
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { BackgroundDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { askPromotion } from './tasks/ask-promotion.ts';
import { requestSignOff } from './tasks/request-sign-off.ts';

const tasks: Tasks<typeof manifest, BackgroundDeps> = { requestSignOff, askPromotion };

export const handler = tasksOf(manifest, tasks, ({ table, save, now }) => ({
  approvals: createApprovalRepo(table),
  integrations: createIntegrationRepo(table),
  releases: createReleaseRepo(table),
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  promotions: createPromotionRepo(table),
  environments: createEnvironmentRepo(table),
  save,
  now,
}));
