// The tenants domain: the operators' tasks, beside the authorizer and GET /me.

import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/tenants/api.handler.ts';
import { manifest } from '../../../functions/tenants/manifest.ts';
import { deleteTenant } from '../../../functions/tenants/tasks/delete-tenant.ts';
import { revokeToken } from '../../../functions/tenants/tasks/revoke-token.ts';
import { apiCaller, strictKit } from '../../support/http.ts';
import { NOW, startAccess } from '../access/fixture.ts';

export type Tenants = Awaited<ReturnType<typeof startTenants>>;

export async function startTenants() {
  const world = await startAccess();
  const { tenants } = world;
  const { people, apiTokens, save } = world.deps;
  return {
    ...world,
    people,
    revoke: (input: unknown) => revokeToken(input, { people, tenants, apiTokens, save, now: () => NOW }),
    remove: (input: unknown, now = NOW) => deleteTenant(input, { tenants, save, now: () => now }),
    /** The API of tenants, with the context that an authorizer would give. */
    api: apiCaller(
      manifest,
      httpHandler(
        manifest,
        operations,
        strictKit(world.table, () => NOW),
        { tenants },
      ),
    ),
    get: (tenant: string, path: string, token?: string) => world.call({ method: 'GET', path, tenant, token }),
  };
}
