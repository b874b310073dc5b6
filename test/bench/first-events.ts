// The first event of every function with a budget for its start, each answered by reads of the table alone, and the first POST of
// releases. Read by first-answer.ts.

import { newId, type TenantId } from '../../entities/_base/ids.ts';
import { firstStamps } from '../../entities/_base/table/entity.ts';
import { issuerDefinition } from '../../entities/access/issuers/issuer.entity.ts';
import { mintSecret } from '../../entities/access/secret.model.ts';
import { sessionDefinition } from '../../entities/access/session.entity.ts';
import { SURFACES } from '../../entities/names.ts';
import type { Manifest, Route } from '../../functions/_kit/manifest.ts';
import { manifest as rollbacks } from '../../functions/deployments/rollbacks/manifest.ts';
import { manifest as integrations } from '../../functions/integrations/manifest.ts';
import { manifest as releases } from '../../functions/releases/manifest.ts';
import { bundleName } from '../../infra/bundle/bundle.ts';
import { manifests } from '../../infra/manifests.ts';
import { apiCaller, TENANT_ID } from '../support/http.ts';
import type { World } from '../support/release-world.ts';
import type { startIssuer } from '../support/sign-ins/issuer.ts';
import { busEvent, sqsRecord } from '../unit/functions/notifiers/fixture.ts';
import { stored } from './tables/stored-items.ts';

type Issuer = Awaited<ReturnType<typeof startIssuer>>;

const DAY_MS = 86_400_000;

/** The event that API Gateway would send for a GET of the path, or for a POST of `body`. */
export async function eventOf(manifest: Manifest, path: string, body?: object): Promise<unknown> {
  let event: unknown;
  const keep = async (sent: unknown) => {
    event = sent;
    return { statusCode: 204 };
  };
  await apiCaller(manifest, keep)({ method: body ? 'POST' : 'GET', path, role: 'ADMIN', body });
  return event;
}

/** A message about a release that is not stored. */
const message = (detailType: string) => ({ Records: [sqsRecord(busEvent(detailType))] });

/** A webhook of an integration that is not stored. */
const arrival = {
  routeKey: `POST ${SURFACES.v1}/hooks/{integrationId}`,
  rawPath: `/api/v1/${TENANT_ID}/hooks/0192f000-0000-7000-8000-00000000dead`,
  headers: {},
  pathParameters: { tenant: TENANT_ID, integrationId: '0192f000-0000-7000-8000-00000000dead' },
  requestContext: { requestId: 'bench', http: { method: 'POST', path: '/hooks' } },
  body: '{}',
};

const authorizationOf = (credential: string) => ({
  headers: { authorization: `Bearer ${credential}` },
  pathParameters: { tenant: TENANT_ID },
  requestContext: { requestId: 'bench', http: { sourceIp: '192.0.2.1', userAgent: 'bench' } },
});

/** A token that is not stored. */
const authorization = authorizationOf(mintSecret('wl', { tenantId: TENANT_ID, tokenId: newId<'ApiToken'>() }).secret);

/** Stores a session and an issuer; answers the authorizations with them, by what they are. */
export async function storedAuthorizations({ table, seed, tenants, member }: World, issuer: Issuer) {
  const now = Date.now();
  const at = new Date(now).toISOString();
  // After the bench: it expires, and its last use is noted, later.
  const [later, stamps] = [new Date(now + DAY_MS).toISOString(), firstStamps(sessionDefinition, at)];
  const tenantId = TENANT_ID as TenantId;
  const ids = { tenantId, userId: await member('LEAD'), sessionId: newId<'Session'>(now) };
  const { secret, hash } = mintSecret('wls', ids);
  await seed([
    ...tenants.create({ tenantId, slug: 'acme', name: 'Acme', createdAt: at }),
    stored(table, sessionDefinition, {
      ...{ ...ids, hash, generation: 0, methods: ['password'], ip: '192.0.2.1', userAgent: 'bench', ...stamps },
      ...{ lastSeenAt: later, lastSeenIp: '192.0.2.1', endsAt: later, expiresAtEpoch: (now + DAY_MS) / 1000 },
    }),
    stored(table, issuerDefinition, {
      ...{ tenantId, issuerId: newId<'Issuer'>(now), name: 'CI', issuer: issuer.issuer, audience: 'windlass' },
      ...{ claims: { repository: ['acme/*'] }, scopes: ['releases:write'], isActive: true, ...stamps },
      ...{ createdBy: ids.userId, createdByName: 'bench' },
    }),
  ]);
  return {
    'a session': async () => authorizationOf(secret),
    'a JWT': async () => authorizationOf(await issuer.token(Date.now())),
  };
}

/** The first GET of each domain that needs no parameter, by the name of the function's bundle. */
const reads = async (): Promise<Readonly<Record<string, unknown>>> => {
  const found = manifests.flatMap((manifest) => {
    const isPlain = ({ method, path }: Route) => method === 'GET' && !path.includes('{');
    const route = manifest.lambdas.api && Object.values<Route>(manifest.routes).find(isPlain);
    return route
      ? [{ name: bundleName(`${manifest.domain}/api.handler.ts`), event: eventOf(manifest, route.path) }]
      : [];
  });
  return Object.fromEntries(await Promise.all(found.map(async ({ name, event }) => [name, await event])));
};

/** By the name of the function's bundle; `releaseId` is a stored release of the tenant. */
export const firstEvents = async (releaseId: string): Promise<Readonly<Record<string, unknown>>> => ({
  ...(await reads()),
  'access-authorizer': authorization,
  'deployments-rollbacks-api': await eventOf(rollbacks, `/deployments/${newId<'Deployment'>()}/rollback`, {
    reason: 'bench',
  }),
  'integrations-api': await eventOf(integrations, '/integrations/scm'),
  'intake-api': arrival,
  'notifiers-email-events': message('ReleaseKickedOff'),
  'notifiers-jira-events': message('ReleaseKickedOff'),
  'notifiers-linear-events': message('ReleaseKickedOff'),
  'notifiers-slack-events': message('ReleaseKickedOff'),
  'notifiers-webhook-events': message('ReleaseKickedOff'),
  'releases-api': await eventOf(releases, `/releases/${releaseId}`),
});

/** Creates a release: the largest transaction of a request. */
export const firstPost = (body: object): Promise<unknown> => eventOf(releases, '/releases', body);
