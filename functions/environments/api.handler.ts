// The `api` function of the environments domain.
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { EnvironmentsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createEnvironment } from './ops/create-environment.ts';
import { createFreezeWindow } from './ops/create-freeze-window.ts';
import { deleteEnvironment } from './ops/delete-environment.ts';
import { deleteFreezeWindow } from './ops/delete-freeze-window.ts';
import { getEmergencyStop } from './ops/get-emergency-stop.ts';
import { getEnvironment } from './ops/get-environment.ts';
import { getFreeze } from './ops/get-freeze.ts';
import { getFreezeWindow } from './ops/get-freeze-window.ts';
import { liftEmergencyStop } from './ops/lift-emergency-stop.ts';
import { liftEnvironmentStop } from './ops/lift-environment-stop.ts';
import { listEnvironments } from './ops/list-environments.ts';
import { listFreezeWindows } from './ops/list-freeze-windows.ts';
import { setEmergencyStop } from './ops/set-emergency-stop.ts';
import { stopEnvironment } from './ops/stop-environment.ts';
import { updateEnvironment } from './ops/update-environment.ts';
import { updateFreezeWindow } from './ops/update-freeze-window.ts';

export const operations: Operations<typeof manifest, EnvironmentsDeps> = {
  createEnvironment,
  createFreezeWindow,
  deleteEnvironment,
  deleteFreezeWindow,
  getEmergencyStop,
  getEnvironment,
  getFreezeWindow,
  getFreeze,
  liftEmergencyStop,
  liftEnvironmentStop,
  listEnvironments,
  listFreezeWindows,
  setEmergencyStop,
  stopEnvironment,
  updateEnvironment,
  updateFreezeWindow,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  environments: createEnvironmentRepo(table),
  freezeWindows: createFreezeWindowRepo(table),
  services: createServiceRepo(table),
  tenants: createTenantRepo(table),
}));
