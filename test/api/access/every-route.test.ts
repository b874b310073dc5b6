// Every route of every manifest, asked for by every kind of caller: the authorizer is the real one, and an operation only says
// that it was reached. The expectations are written down here and not taken from the code that decides.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../../../entities/_base/errors.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import type { HttpEvent } from '../../../functions/_kit/http/request.ts';
import type { Manifest, Route } from '../../../functions/_kit/manifest.ts';
import { manifests } from '../../../infra/manifests.ts';
import { apiCaller, strictKit } from '../../support/http.ts';
import { startIssuer } from '../../support/sign-ins/issuer.ts';
import { type Access, iso, NOW, startAccess } from './fixture.ts';

interface CallerKind {
  readonly role?: 'ADMIN' | 'LEAD' | 'DEVELOPER' | 'VIEWER' | 'CI' | 'AGENT';
  /** `*` or scopes, where the credential is valid. */
  readonly scopes?: string;
  /** The one answer of a caller who is refused before the role counts. */
  readonly refused?: readonly [number, string];
  readonly token?: string;
}

const UNKNOWN = '0192f000-0000-7000-8000-00000000dead';
const NOT_SIGNED_IN = [401, 'request.unauthenticated'] as const;
const OTHER_TENANT = [404, 'request.not_found'] as const;
const STRONGEST_FIRST = ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER'];

const surfaceOf = (manifest: Manifest) => manifest.surface ?? 'v1';
const routes = manifests
  .filter((manifest) => surfaceOf(manifest) === 'v1' && manifest.lambdas.api)
  .flatMap((manifest) =>
    Object.entries<Route>(manifest.routes)
      .filter(([, { access }]) => access !== 'SIGNED')
      .map(([name, route]) => [name, manifest, route] as const),
  );

let world: Access;
let ci: Awaited<ReturnType<typeof startIssuer>>;
let tenantId: string;
const kinds: Record<string, CallerKind> = {};
const contexts = new Map<string, Readonly<Record<string, string>>>();

beforeAll(async () => {
  world = await startAccess();
  ci = await startIssuer();
  const [own, other] = [await world.tenant(), await world.tenant()];
  tenantId = own.id;
  const make = async (role: string, body: object = {}) =>
    (await own.as(role)('POST', '/tokens', { name: 'x', ...body })).body as { id: string; token: string };
  const password = 'correct horse battery';
  for (const role of STRONGEST_FIRST as ('ADMIN' | 'LEAD' | 'DEVELOPER' | 'VIEWER')[]) {
    await own.password(role, password);
    const { token } = (await own.signIn(own.of(role).name.toLowerCase().replace(' ', '.'), password)).body;
    kinds[`the token of a ${role}`] = { role, scopes: '*', token: own.of(role).token };
    kinds[`the session of a ${role}`] = { role, scopes: '*', token };
    kinds[`a token of another tenant's ${role}`] = { refused: OTHER_TENANT, token: other.of(role).token };
    const read = await make(role, { scopes: ['releases:read'] });
    kinds[`a ${role}'s token with the scope releases:read`] = { role, scopes: 'releases:read', token: read.token };
    const writes = await make(role, { scopes: ['access:write', 'people:read'] });
    kinds[`a ${role}'s token with two scopes`] = { role, scopes: 'access:write people:read', token: writes.token };
  }
  kinds['a token of CI'] = { role: 'CI', scopes: '*', token: own.of('CI').token };
  kinds["another tenant's token of CI"] = { refused: OTHER_TENANT, token: other.of('CI').token };
  const few = await make('ADMIN', { role: 'CI', scopes: ['releases:write'] });
  kinds['a token of CI with one scope'] = { role: 'CI', scopes: 'releases:write', token: few.token };
  kinds['no credential'] = { refused: NOT_SIGNED_IN };
  kinds['an unknown token'] = {
    refused: NOT_SIGNED_IN,
    token: mintSecret('wl', { tenantId, tokenId: UNKNOWN }).secret,
  };
  kinds['an agent'] = { role: 'AGENT', scopes: 'agents:write', token: (await world.agent(own.id)).token };
  kinds["another tenant's agent"] = { refused: OTHER_TENANT, token: (await world.agent(other.id)).token };
  const off = await world.agent(own.id, { isActive: false });
  kinds['an agent that is switched off'] = { refused: NOT_SIGNED_IN, token: off.token };
  const again = await world.agent(own.id, { credentialHash: 'that of a later registration' });
  kinds['the earlier credential of an agent'] = { refused: NOT_SIGNED_IN, token: again.token };
  const join = mintSecret('wlj', { tenantId, agentId: off.agentId }).secret;
  kinds['the join token of an agent'] = { refused: NOT_SIGNED_IN, token: join };
  const expired = await make('ADMIN', { expiresAt: iso(NOW + 1000) });
  kinds['an expired token'] = { refused: NOT_SIGNED_IN, token: expired.token };
  const revoked = await make('ADMIN');
  await own.as('ADMIN')('DELETE', `/tokens/${revoked.id}`);
  kinds['a revoked token'] = { refused: NOT_SIGNED_IN, token: revoked.token };
  const ended = (await own.signIn('ada.admin', password)).body;
  await own.as('ADMIN')('DELETE', `/sessions/${ended.session.id}`);
  kinds['a revoked session'] = { refused: NOT_SIGNED_IN, token: ended.token };
  const gone = await world.tenant();
  const { body: left } = await gone.as('LEAD')('POST', '/tokens', { name: 'x' });
  await world.deactivate(gone.id, gone.of('LEAD').userId ?? '');
  kinds['the token of a deactivated user'] = { refused: NOT_SIGNED_IN, token: left.token };
  const jwt = (claims: Readonly<Record<string, unknown>> = {}) => ci.token(NOW, claims);
  const scopes = ['releases:write', 'access:read'];
  const rules = {
    name: 'Actions',
    issuer: ci.issuer,
    audience: 'windlass',
    claims: { repository: ['acme/*'] },
    scopes,
  };
  await own.as('ADMIN')('POST', '/issuers', rules);
  kinds['a JWT of CI'] = { role: 'CI', scopes: scopes.join(' '), token: await jwt() };
  kinds['a JWT of CI from a strange repository'] = {
    refused: NOT_SIGNED_IN,
    token: await jwt({ repository: 'evil/payments' }),
  };
  kinds['an expired JWT of CI'] = { refused: NOT_SIGNED_IN, token: await jwt({ exp: NOW / 1000 - 60 }) };
  world.clock.at = NOW + 1000;
  for (const [name, { token }] of Object.entries(kinds)) {
    const header = token === undefined ? undefined : `Bearer ${token}`;
    contexts.set(name, (await world.authorized(header, { tenant: tenantId })).context);
  }
});
afterAll(async () => {
  await ci.stop();
  await world.stop();
});

/** An operation that was reached answers this, and a request without the body that its route wants is invalid. */
const REACHED = new DomainError('test.reached', 418, 'reached');
const isReached = (status: number) => status === 418 || status === 400;

function expectedOf(
  { access }: Route,
  { role, scopes = '', refused }: CallerKind,
): readonly [number, string] | 'reached' {
  if (typeof access === 'string') return 'reached';
  if (refused) return refused;
  const isCovered = STRONGEST_FIRST.indexOf(String(role)) <= STRONGEST_FIRST.indexOf(access.role);
  const isAgents = role === 'AGENT' || access.role === 'AGENT';
  const mayRole = isAgents ? role === access.role : role === 'CI' ? access.ci === true : isCovered;
  const mayScope = scopes === '*' || scopes.split(' ').includes(access.scope);
  return mayRole && mayScope ? 'reached' : [403, 'request.forbidden'];
}

async function ask(manifest: Manifest, route: Route, kind: string) {
  const names = Object.keys(manifest.routes);
  const operations = Object.fromEntries(
    names.map((name) => [
      name,
      async () => {
        throw REACHED;
      },
    ]),
  );
  const handler = httpHandler(
    manifest,
    operations as never,
    strictKit(world.table, () => world.clock.at),
    {},
  );
  let event: unknown;
  const keep = async (sent: unknown) => {
    event = sent;
    return { statusCode: 204 };
  };
  const path = route.path.replaceAll(/\{\w+\}/g, UNKNOWN);
  const context = contexts.get(kind) ?? {};
  const body = route.method === 'GET' ? undefined : {};
  await apiCaller(manifest, keep)({ method: route.method, path, tenantId, context, body });
  const reply = (await handler(event as HttpEvent, {} as never)) as { statusCode: number; body: string };
  return { status: reply.statusCode, text: reply.body };
}

describe('every route', () => {
  it.each(routes)('%s answers each kind of caller as its access says', async (_, manifest, route) => {
    const seen: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const [name, kind] of Object.entries(kinds)) {
      const { status, text } = await ask(manifest, route, name);
      seen[name] = isReached(status) ? 'reached' : [status, JSON.parse(text).code];
      expected[name] = expectedOf(route, kind);
    }
    expect(seen).toEqual(expected);
  });

  it('is asked by callers of each kind, and there are many routes', () => {
    expect(Object.keys(kinds)).toHaveLength(37);
    expect(routes.length).toBeGreaterThan(100);
  });

  it('answers every credential of another tenant as one for a tenant that does not exist', async () => {
    const [, manifest, route] = routes.find(([name]) => name === 'listReleases') ?? routes[0] ?? [];
    if (!manifest || !route) throw new Error('no route');
    const { text } = await ask(manifest, route, "a token of another tenant's ADMIN");
    expect(JSON.parse(text)).toEqual({
      type: 'urn:windlass:problem:request.not_found',
      title: 'The resource does not exist',
      status: 404,
      code: 'request.not_found',
    });
  });
});
