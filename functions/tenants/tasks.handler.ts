// The `tasks` function of the tenants domain: invoked by operators (stack output BootstrapFunctionName) and by the
// tenant-removal state machine.
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRemainsRepo } from '../../entities/tenants/removal/tenant-remains.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import { manifest } from './manifest.ts';
import { bindMail } from './tasks/bind-mail.ts';
import { bootstrapTenant } from './tasks/bootstrap-tenant.ts';
import { deleteTenant } from './tasks/delete-tenant.ts';
import { removeConnections } from './tasks/remove-connections.ts';
import { removeTenant } from './tasks/remove-tenant.ts';
import { revokeToken } from './tasks/revoke-token.ts';
import type { RemovalDeps } from './tasks/who-is-deleted.ts';

export const tasks: Tasks<typeof manifest, RemovalDeps> = {
  bindMail,
  bootstrapTenant,
  deleteTenant,
  removeConnections,
  removeTenant,
  revokeToken,
};

/** Time for running writes after the last one began. */
const RESERVE_MS = 15_000;

export const handler = tasksOf(manifest, tasks, ({ table, save, now, leftMs }) => ({
  people: createPeopleRepo(table),
  tenants: createTenantRepo(table),
  apiTokens: createApiTokenRepo(table),
  remains: createTenantRemainsRepo(table),
  save,
  now,
  hasTime: () => leftMs() > RESERVE_MS,
}));
