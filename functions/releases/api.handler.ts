// The `api` function of the releases domain.
import { createAuditRepo } from '../../entities/audit/audit-entry.repo.ts';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import { createReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createReleaseNotesRepo } from '../../entities/releases/notes/release-notes.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { ReleasesDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { archiveRelease } from './ops/archive-release.ts';
import { cancelRelease } from './ops/cancel-release.ts';
import { completeRollout } from './ops/complete-rollout.ts';
import { createRelease } from './ops/create-release.ts';
import { deleteRelease } from './ops/delete-release.ts';
import { deleteReleaseNotes } from './ops/delete-release-notes.ts';
import { editReleaseNotes } from './ops/edit-release-notes.ts';
import { getRelease } from './ops/get-release.ts';
import { haltRollout } from './ops/halt-rollout.ts';
import { kickOffRelease } from './ops/kick-off-release.ts';
import { listRegressionCycles } from './ops/list-regression-cycles.ts';
import { listReleaseActivity } from './ops/list-release-activity.ts';
import { listReleaseNotes } from './ops/list-release-notes.ts';
import { listReleases } from './ops/list-releases.ts';
import { openRegressionCycle } from './ops/open-regression-cycle.ts';
import { pauseRelease } from './ops/pause-release.ts';
import { pauseRollout } from './ops/pause-rollout.ts';
import { refreshPipeline } from './ops/refresh-pipeline.ts';
import { refreshTarget } from './ops/refresh-target.ts';
import { releaseTarget } from './ops/release-target.ts';
import { reportBuild } from './ops/report-build.ts';
import { reportTarget } from './ops/report-target.ts';
import { resumeRelease } from './ops/resume-release.ts';
import { resumeRollout } from './ops/resume-rollout.ts';
import { retryRelease } from './ops/retry-release.ts';
import { rollOutTarget } from './ops/roll-out-target.ts';
import { searchTenant } from './ops/search-tenant.ts';
import { submitTarget } from './ops/submit-target.ts';
import { suggestVersions } from './ops/suggest-versions.ts';
import { triggerPipeline } from './ops/trigger-pipeline.ts';
import { updateRelease } from './ops/update-release.ts';
import { updateTarget } from './ops/update-target.ts';
import { withdrawTarget } from './ops/withdraw-target.ts';

export const operations: Operations<typeof manifest, ReleasesDeps> = {
  suggestVersions,
  createRelease,
  updateRelease,
  editReleaseNotes,
  deleteReleaseNotes,
  listReleaseNotes,
  listReleases,
  searchTenant,
  getRelease,
  listReleaseActivity,
  kickOffRelease,
  triggerPipeline,
  refreshPipeline,
  reportBuild,
  listRegressionCycles,
  openRegressionCycle,
  rollOutTarget,
  pauseRollout,
  resumeRollout,
  haltRollout,
  completeRollout,
  reportTarget,
  updateTarget,
  submitTarget,
  withdrawTarget,
  releaseTarget,
  refreshTarget,
  pauseRelease,
  resumeRelease,
  retryRelease,
  cancelRelease,
  archiveRelease,
  deleteRelease,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  releases: createReleaseRepo(table),
  releaseList: createReleaseListRepo(table),
  releaseNames: createReleaseNamesRepo(table),
  contents: createReleaseContentRepo(table),
  uses: createIntegrationUseRepo(table),
  notes: createReleaseNotesRepo(table),
  integrations: createIntegrationRepo(table),
  people: createPeopleRepo(table),
  tenants: createTenantRepo(table),
  audit: createAuditRepo(table),
  services: createServiceRepo(table),
  components: createComponentRepo(table),
}));
