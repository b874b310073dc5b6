// The `api` function of the environments domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { createSealer } from '../_kit/sealer.ts';
import type { EnvironmentsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createEnvironment } from './ops/create-environment.ts';
import { createEnvironmentTarget } from './ops/create-environment-target.ts';
import { createFreezeWindow } from './ops/create-freeze-window.ts';
import { deleteEnvironment } from './ops/delete-environment.ts';
import { deleteEnvironmentTarget } from './ops/delete-environment-target.ts';
import { deleteFreezeWindow } from './ops/delete-freeze-window.ts';
import { getEmergencyStop } from './ops/get-emergency-stop.ts';
import { getEnvironment } from './ops/get-environment.ts';
import { getEnvironmentTarget } from './ops/get-environment-target.ts';
import { getFreeze } from './ops/get-freeze.ts';
import { getFreezeWindow } from './ops/get-freeze-window.ts';
import { liftEmergencyStop } from './ops/lift-emergency-stop.ts';
import { liftEnvironmentStop } from './ops/lift-environment-stop.ts';
import { listApprovalPolicies } from './ops/list-approval-policies.ts';
import { listEnvironmentTargets } from './ops/list-environment-targets.ts';
import { listEnvironments } from './ops/list-environments.ts';
import { listFreezeWindows } from './ops/list-freeze-windows.ts';
import { setEmergencyStop } from './ops/set-emergency-stop.ts';
import { stopEnvironment } from './ops/stop-environment.ts';
import { updateEnvironment } from './ops/update-environment.ts';
import { updateEnvironmentTarget } from './ops/update-environment-target.ts';
import { updateFreezeWindow } from './ops/update-freeze-window.ts';

export const operations: Operations<typeof manifest, EnvironmentsDeps> = {
  createEnvironment,
  createFreezeWindow,
  createEnvironmentTarget,
  deleteEnvironment,
  deleteFreezeWindow,
  deleteEnvironmentTarget,
  getEmergencyStop,
  getEnvironment,
  getFreezeWindow,
  getFreeze,
  getEnvironmentTarget,
  liftEmergencyStop,
  liftEnvironmentStop,
  listApprovalPolicies,
  listEnvironments,
  listFreezeWindows,
  listEnvironmentTargets,
  setEmergencyStop,
  stopEnvironment,
  updateEnvironment,
  updateEnvironmentTarget,
  updateFreezeWindow,
};

export const handler = apiOf(manifest, operations, ({ environment, table }) => ({
  environments: createEnvironmentRepo(table),
  freezeWindows: createFreezeWindowRepo(table),
  targets: createTargetRepo(table),
  components: createComponentRepo(table),
  services: createServiceRepo(table),
  teams: createTeamRepo(table),
  tenants: createTenantRepo(table),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
}));
