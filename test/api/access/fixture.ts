// The domains access and providers on a real table: requests go through the authorizer and then to the function, as API Gateway sends them.

import type { TenantId } from '../../../entities/_base/ids.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { EXISTS, updateItem } from '../../../entities/_base/table/table.ts';
import { createApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import { createIssuerRepo } from '../../../entities/access/issuers/issuer.repo.ts';
import { createPasskeyRepo } from '../../../entities/access/passkeys/passkey.repo.ts';
import { createAttemptRepo } from '../../../entities/access/passwords/attempt.repo.ts';
import { createPasswordRepo } from '../../../entities/access/passwords/password.repo.ts';
import { redirectUriOf } from '../../../entities/access/providers/provider.model.ts';
import { createProviderRepo } from '../../../entities/access/providers/provider.repo.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { createSessionRepo } from '../../../entities/access/session.repo.ts';
import { createBegunSignInRepo } from '../../../entities/access/sign-ins/begun-sign-in.repo.ts';
import { createSignInPolicyRepo } from '../../../entities/access/sign-ins/sign-in-policy.repo.ts';
import { newAgent, newAgentId, registration } from '../../../entities/agents/agent.model.ts';
import { createAgentRepo } from '../../../entities/agents/agent.repo.ts';
import type { Role } from '../../../entities/names.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { userKeys } from '../../../entities/people/user.keys.ts';
import { createTenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import { createPasswords } from '../../../functions/_kit/accounts/passwords.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createOutbound } from '../../../functions/_kit/outbound/outbound.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { createSealer } from '../../../functions/_kit/sealer.ts';
import { createAuthorize } from '../../../functions/access/authorizer/authorize.ts';
import { createCiTokens } from '../../../functions/access/authorizer/ci-token.ts';
import { createCredentialStore } from '../../../functions/access/authorizer/credential-store.ts';
import type { TakeShare } from '../../../functions/access/authorizer/fair-share.ts';
import { jwtForm } from '../../../functions/access/authorizer/jwt.ts';
import { storedForms } from '../../../functions/access/authorizer/resolve.ts';
import type { AccessDeps } from '../../../functions/access/deps.ts';
import { createIssuerKeys, readIssuerKeys } from '../../../functions/access/issuers/issuer-keys.ts';
import { manifest } from '../../../functions/access/manifest.ts';
import { operations } from '../../../functions/access/operations.ts';
import { createWebAuthn } from '../../../functions/access/passkeys/webauthn.ts';
import { operations as providersOperations } from '../../../functions/providers/api.handler.ts';
import type { ProvidersDeps } from '../../../functions/providers/deps.ts';
import { manifest as providers } from '../../../functions/providers/manifest.ts';
import { createOpenId } from '../../../functions/providers/openid/openid.ts';
import { bootstrapTenant } from '../../../functions/tenants/tasks/bootstrap-tenant.ts';
import { permissionsOf } from '../../../infra/documents/permissions.ts';
import { manifests } from '../../../infra/manifests.ts';
import { type ApiReply, apiCaller, strictKit, takes } from '../../support/http.ts';
import { meteredTable } from '../../support/metered-table.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const iso = (at: number): string => new Date(at).toISOString();
export const HOME = '192.0.2.1';
export const PUBLIC_URL = 'https://windlass.example';
const outbound = createOutbound({ allowedHosts: ['127.0.0.1'] });

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly token?: string | undefined;
  /** Id or slug in the path. */
  readonly tenant: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** As `name=value`. */
  readonly cookies?: readonly string[];
  readonly ip?: string;
  readonly userAgent?: string;
  /** Changes nothing (see test/support/trial/trial.ts). */
  readonly isTrial?: true | undefined;
  /** The answer of the authorizer, if it is not to be asked. */
  readonly context?: Record<string, string> | undefined;
}

type From = Partial<Pick<Request, 'ip' | 'userAgent' | 'tenant'>>;

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

export type Access = Awaited<ReturnType<typeof startAccess>>;

export async function startAccess() {
  const { table: plain, items, stop } = await startTable();
  const { table, meter } = meteredTable(plain);
  const clock = { at: NOW };
  const now = () => clock.at;
  const save = createSave(table);
  const people = createPeopleRepo(table);
  const tenants = createTenantRepo(table);
  const apiTokens = createApiTokenRepo(table);
  // The lowest cost that bcrypt takes: tests sign in often.
  const hashing = createPasswords({ allowCommon: false, cost: 4, common: () => new Set(['password123']) });
  const deps: AccessDeps & Pick<ProvidersDeps, 'providers'> = {
    providers: createProviderRepo(table),
    ...{ tenants, people, apiTokens, hashing, save },
    sessions: createSessionRepo(table),
    passwords: createPasswordRepo(table),
    attempts: createAttemptRepo(table),
    issuers: createIssuerRepo(table),
    passkeys: createPasskeyRepo(table),
    begun: createBegunSignInRepo(table),
    policies: createSignInPolicyRepo(table),
    webAuthn: createWebAuthn(PUBLIC_URL),
    readIssuer: (issuer: string) => readIssuerKeys(outbound, issuer),
    permissions: () => permissionsOf(manifests),
  };
  const kit = { ...strictKit(table, now), publicUrl: PUBLIC_URL };
  const handlerOf = (over: Partial<AccessDeps>) => httpHandler(manifest, operations, kit, { ...deps, ...over });
  const providersDeps: ProvidersDeps = {
    ...deps,
    sealer: createSealer({ keyId: 'alias/test', kms: createFakeKms() }),
    openId: createOpenId(outbound, redirectUriOf(PUBLIC_URL)),
    redirectUri: redirectUriOf(PUBLIC_URL),
  };
  const providersHandler = httpHandler(providers, providersOperations, kit, providersDeps);
  const store = createCredentialStore(table, save);
  const forms = [...storedForms(store), jwtForm(store, createCiTokens(createIssuerKeys(outbound)))];

  const sender = ({ ip = HOME, userAgent = 'tests', tenant = '' }: From = {}) => ({
    ...{ tenant, ip, userAgent, correlationId: 'request-1', now: clock.at },
  });
  /** Each call has an authorizer without memory. */
  const authorized = (authorization: string | undefined, from: From = {}) =>
    createAuthorize(forms, PUBLIC_URL)({ method: 'GET', headers: { authorization } }, sender(from));
  /** The answer of an authorizer without memory, to the headers and cookies that a request sends. */
  const authorizedRequest = (request: Request) => {
    const { method, token, body, cookies = [] } = request;
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...request.headers,
    };
    return createAuthorize(forms, PUBLIC_URL)({ method, headers, cookies }, sender(request));
  };

  const call = (request: Request): Promise<ApiReply> => callWith({}, request);

  /** A request to a function with other dependencies. */
  async function callWith(over: Partial<AccessDeps>, request: Request): Promise<ApiReply> {
    const { tenant, ip = HOME, userAgent = 'tests' } = request;
    const context = request.context ?? (await authorizedRequest(request)).context;
    const { method, path, body, headers = {} } = request;
    const trial = request.isTrial && { isTrial: request.isTrial };
    const sent = { method, path, body, headers, tenantId: tenant, context, ip, userAgent, ...trial };
    if (takes(providers, method, path)) return apiCaller(providers, providersHandler)(sent);
    return apiCaller(manifest, handlerOf(over))(sent);
  }

  const bootstrap = (input: unknown) => bootstrapTenant(input, { people, tenants, apiTokens, save, now });

  const seed = (tenantId: TenantId, writes: Parameters<typeof save>[1]['writes']) =>
    save(
      { tenantId, actor: { type: 'SYSTEM', id: 'tests', name: 'tests' }, correlationId: 'tests', at: clock.at },
      { writes, events: [], audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' } },
    );
  async function setHash(tenantId: TenantId, userId: string, hash: string): Promise<void> {
    const loaded = await deps.passwords.find(tenantId, userId);
    await seed(tenantId, [deps.passwords.set(tenantId, userId, hash, iso(clock.at), loaded)]);
  }
  /** Changes a member as the people domain would. */
  async function setMember(
    tenantId: TenantId,
    userId: string,
    name: 'isActive' | 'role',
    value: unknown,
  ): Promise<void> {
    const update = { expression: 'SET #name = :value', names: { '#name': name }, values: { value } };
    await seed(tenantId, [updateItem(table, keyOf(userKeys, { tenantId, userId }), update, EXISTS)]);
  }
  const deactivate = (tenantId: TenantId, userId: string) => setMember(tenantId, userId, 'isActive', false);
  const setRole = (tenantId: TenantId, userId: string, role: Role) => setMember(tenantId, userId, 'role', role);

  /** A registered agent: its id and its credential. */
  async function agent(tenantId: TenantId, over: object = {}) {
    const agentId = newAgentId(clock.at);
    const { secret: token, hash } = mintSecret('wla', { tenantId, agentId });
    const made = newAgent(
      tenantId,
      agentId,
      clock.at,
      { name: agentId, environmentIds: [], labels: {} },
      'no join token',
    );
    const registered = registration({ version: '1.0.0', capabilities: ['docker'] }, hash, clock.at);
    await seed(tenantId, createAgentRepo(table).create({ ...made, ...registered, ...over } as never));
    return { agentId, token };
  }

  let slugs = 0;
  /** A tenant of its own, with a caller by role. */
  async function tenant(slug = `acme-${slugs++}`) {
    const made = await bootstrap({ ...acme, slug });
    const id = made.tenant.id as TenantId;
    const of = (role: string) => made.tokens.find((one) => one.role === role) as (typeof made.tokens)[number];
    const as =
      (role: string) =>
      (method: string, path: string, body?: unknown, more: Partial<Request> = {}): Promise<ApiReply> =>
        call({ method, path, body, tenant: id, token: of(role).token, ...more });
    /** Gives the user of the role a password. */
    async function password(role: string, text: string): Promise<string> {
      const userId = of(role).userId ?? '';
      await setHash(id, userId, await hashing.hash(userId, text));
      return userId;
    }
    const signIn = (login: string, text: string, more: Partial<Request> = {}): Promise<ApiReply> =>
      call({ method: 'POST', path: '/sessions', tenant: id, body: { login, password: text }, ...more });
    const entries = async (action: string) =>
      (await items()).filter((item) => String(item.pk).startsWith(`T#${id}#AUDIT#`) && item.action === action);
    return { id, slug, of, as, password, signIn, entries, tokens: made.tokens };
  }

  return {
    table,
    items,
    stop,
    meter,
    tenants,
    clock,
    deps,

    forms,
    authorizer: (takeShare?: TakeShare) => createAuthorize(forms, PUBLIC_URL, takeShare),
    save,
    bootstrap,
    tenant,
    call,
    authorized,
    callWith,
    seed,
    agent,
    setHash,
    deactivate,
    setRole,
    sender,
  };
}
