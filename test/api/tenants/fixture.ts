// The tenants domain from its first tenant on: bootstrap, the authorizer, and its API called with real tokens.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createRawTable } from '../../../entities/_base/table/raw-table.ts';
import { createApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { createAuthorize } from '../../../functions/access/authorizer/authorize.ts';
import { createCredentialReads } from '../../../functions/access/authorizer/credential-reads.ts';
import { manifest } from '../../../functions/access/manifest.ts';
import { getMe } from '../../../functions/access/ops/get-me.ts';
import { operations } from '../../../functions/tenants/api.handler.ts';
import { manifest as tenantsManifest } from '../../../functions/tenants/manifest.ts';
import { bootstrapTenant } from '../../../functions/tenants/tasks/bootstrap-tenant.ts';
import { deleteTenant } from '../../../functions/tenants/tasks/delete-tenant.ts';
import { revokeToken } from '../../../functions/tenants/tasks/revoke-token.ts';
import { apiCaller, strictKit } from '../../support/http.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');

export type Tenants = Awaited<ReturnType<typeof startTenants>>;

export async function startTenants() {
  const { table, endpoint, items, stop } = await startTable();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const raw = createRawTable(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }), table.name);
  const reads = createCredentialReads(raw);
  const people = createPeopleRepo(table);
  const tenants = createTenantRepo(table);
  const save = createSave(table);
  const apiTokens = createApiTokenRepo(table);
  const handler = httpHandler(
    manifest,
    { getMe },
    strictKit(table, () => NOW),
    { tenants },
  );
  const deps = { people, tenants, apiTokens, save, now: () => NOW };
  const call = apiCaller(
    tenantsManifest,
    httpHandler(
      tenantsManifest,
      operations,
      strictKit(table, () => NOW),
      { tenants },
    ),
  );
  const bootstrap = (input: unknown) => bootstrapTenant(input, deps);
  const revoke = (input: unknown) => revokeToken(input, deps);
  const remove = (input: unknown, now = NOW) => deleteTenant(input, { ...deps, now: () => now });
  const authorized = (header?: string, now = NOW) => createAuthorize(reads)(header, now);

  /** A request as API Gateway hands it on: the authorizer first, then the function. */
  async function get(tenant: string, path: string, token?: string) {
    const { context } = await authorized(token === undefined ? undefined : `Bearer ${token}`);
    const rawPath = `/api/v1/${tenant}${path}`;
    const requestContext = {
      requestId: 'request-1',
      http: { method: 'GET', path: rawPath, sourceIp: '192.0.2.1', userAgent: 'tests' },
      authorizer: { lambda: context },
    };
    const event = {
      version: '2.0',
      rawPath,
      rawQueryString: '',
      headers: {},
      pathParameters: { tenant },
      requestContext,
    };
    const reply = (await handler(event as never, {} as never)) as { statusCode: number; body: string };
    return { status: reply.statusCode, text: reply.body, body: JSON.parse(reply.body) };
  }
  return {
    table,
    items,
    call,
    stop,
    people,
    tenants,
    apiTokens,
    reads,
    save,
    bootstrap,
    remove,
    revoke,
    authorized,
    get,
  };
}

/** Five people and machines, one of each role. */
export const acme = {
  slug: 'acme',
  name: 'Acme',
  members: [
    { role: 'ADMIN', fullName: 'Ada Admin', email: 'ada@acme.test', slackUserId: 'U0ADA' },
    { role: 'LEAD', fullName: 'Lin Lead' },
    { role: 'DEVELOPER', fullName: 'Dan Developer' },
    { role: 'VIEWER', fullName: 'Vic Viewer' },
    { role: 'CI', fullName: 'CI' },
  ],
} as const;
