// The tasks of the tenants domain, by the names that operators and the state machine call them.
import type { Task } from '../_kit/workflow/task.ts';
import type { manifest } from './manifest.ts';
import { bindMail } from './tasks/bind-mail.ts';
import { bootstrapTenant } from './tasks/bootstrap-tenant.ts';
import { deleteTenant } from './tasks/delete-tenant.ts';
import { removeConnections } from './tasks/remove-connections.ts';
import { removeTenant } from './tasks/remove-tenant.ts';
import { revokeToken } from './tasks/revoke-token.ts';
import type { RemovalDeps } from './tasks/who-is-deleted.ts';

export const tasks: Readonly<Record<keyof typeof manifest.tasks, Task<RemovalDeps>>> = {
  bindMail,
  bootstrapTenant,
  deleteTenant,
  removeConnections,
  removeTenant,
  revokeToken,
};
