// Lists of sessions, tokens, passkeys, issuers and providers; read units of GET /me and of the authorizer; write units of the
// operations on access and providers. Sign-in has no budget of time: bcrypt is meant to be slow.
import { newId } from '../../../../entities/_base/ids.ts';
import { firstStamps } from '../../../../entities/_base/table/entity.ts';
import { apiTokenDefinition } from '../../../../entities/access/api-token.entity.ts';
import { issuerDefinition } from '../../../../entities/access/issuers/issuer.entity.ts';
import { MOST_ISSUERS } from '../../../../entities/access/issuers/issuer.model.ts';
import { passkeyDefinition } from '../../../../entities/access/passkeys/passkey.entity.ts';
import { MOST_PASSKEYS } from '../../../../entities/access/passkeys/passkey.model.ts';
import { providerDefinition } from '../../../../entities/access/providers/provider.entity.ts';
import { MOST_PROVIDERS } from '../../../../entities/access/providers/provider.model.ts';
import { sessionDefinition } from '../../../../entities/access/session.entity.ts';
import { type Access, iso, NOW, PUBLIC_URL, startAccess } from '../../../api/access/fixture.ts';
import { createAuthenticator } from '../../../support/sign-ins/authenticator.ts';
import { startIssuer } from '../../../support/sign-ins/issuer.ts';
import { CLIENT, startOpenIdProvider } from '../../../support/sign-ins/openid-provider.ts';
import type { Bench, Measurement } from '../../measurement.ts';
import type { Row } from '../../row.ts';
import { stored } from '../../tables/stored-items.ts';
import { type List, listRows, operationRows } from './list-rows.ts';

const PASSWORD = 'correct horse battery';

type Tenant = Awaited<ReturnType<Access['tenant']>>;

const listsOf = (userId: string, signedOut: string): readonly List[] => [
  ...['/sessions', `/sessions?userId=${userId}`].map((path) => ({ path })),
  { path: `/sessions?userId=${signedOut}`, atLeast: 0 },
  ...['/tokens?owner=all', `/tokens?owner=${userId}`, '/tokens?owner=CI'].map((path) => ({ path })),
  { path: '/passkeys', most: MOST_PASSKEYS },
  { path: '/issuers?limit=50', most: MOST_ISSUERS },
  { path: '/providers?limit=50', most: MOST_PROVIDERS },
];

/** A session, an invalid one of `signedOut` and two tokens number `index`; and a passkey, an issuer and a provider while there are fewer than allowed. */
function itemsOf({ table }: Access, tenantId: Tenant['id'], userId: string, signedOut: string, index: number) {
  const [at, number] = [iso(NOW), String(index).padStart(3, '0')];
  const own = { tenantId, hash: 'x'.repeat(43) };
  const stamps = firstStamps(sessionDefinition, at);
  const token = {
    ...{ ...own, name: 'bench', role: 'LEAD' as const, scopes: '*', expiresAt: iso(NOW + 86_400_000) },
    ...{ madeById: userId, madeByName: 'bench', lastUsedAt: at, lastUsedIp: '192.0.2.1', ...stamps },
  };
  const session = {
    ...{ ...own, sessionId: newId<'Session'>(NOW + index), methods: ['password' as const], ip: '192.0.2.1' },
    ...{ userAgent: 'bench '.repeat(20), lastSeenAt: at, lastSeenIp: '192.0.2.1' },
    ...{ endsAt: iso(NOW + 86_400_000), expiresAtEpoch: NOW / 1000 + 86_400, ...stamps },
  };
  const rules = { name: `bench ${number}`, issuer: `https://issuer-${number}.test`, isActive: true };
  return [
    stored(table, sessionDefinition, { ...session, userId, generation: 0 }),
    stored(table, sessionDefinition, { ...session, userId: signedOut, generation: 1 }),
    stored(table, apiTokenDefinition, { ...token, tokenId: newId<'ApiToken'>(NOW + index), ownerId: userId }),
    stored(table, apiTokenDefinition, { ...token, tokenId: newId<'ApiToken'>(NOW + index), ownerId: 'CI' }),
    ...(index < MOST_PASSKEYS
      ? [
          stored(table, passkeyDefinition, {
            ...{
              tenantId,
              userId,
              credentialId: `${number}${'k'.repeat(40)}`,
              name: 'Phone',
              publicKey: 'k'.repeat(110),
            },
            ...{ counter: 0, transports: ['internal'], isBackedUp: true, ...stamps },
          }),
        ]
      : []),
    ...(index < MOST_ISSUERS
      ? [
          stored(table, issuerDefinition, {
            ...{ tenantId, issuerId: newId<'Issuer'>(NOW + index), ...rules, audience: 'windlass', ...stamps },
            ...{
              claims: { repository: ['acme/*'] },
              scopes: ['releases:write'],
              createdBy: userId,
              createdByName: 'b',
            },
          }),
        ]
      : []),
    ...(index < MOST_PROVIDERS
      ? [
          stored(table, providerDefinition, {
            ...{ tenantId, providerId: newId<'Provider'>(NOW + index), ...rules, clientId: 'bench', ...stamps },
            ...{
              sealedSecret: 's'.repeat(300),
              groupsClaim: 'groups',
              roles: [],
              emailDomains: [],
              createsUsers: true,
            },
          }),
        ]
      : []),
  ];
}

async function writesOf(world: Access, tenant: Tenant, ending: Bench['ending']): Promise<Row[]> {
  const [ci, openId] = [await startIssuer(), await startOpenIdProvider(`${PUBLIC_URL}/console/sign-in/callback`)];
  ending(() => void Promise.all([ci.stop(), openId.stop()]));
  const { rows, measure } = operationRows(world.meter, tenant.as('ADMIN'));
  await tenant.password('ADMIN', PASSWORD);
  const login = { login: 'ada.admin', password: PASSWORD };
  const { token, session } = await measure('sign in', 'POST', '/sessions', login);
  await measure('refuse a sign-in', 'POST', '/sessions', { ...login, password: 'wrong' });
  const rotated = await measure('rotate a session', 'POST', '/sessions/current/rotate', undefined, { token });

  const own = { token: rotated.token };
  const begun = await measure('begin a passkey', 'POST', '/passkeys/registrations', undefined, own);
  const authenticator = createAuthenticator(PUBLIC_URL);
  const made = { registrationId: begun.id, answer: authenticator.create(begun.options), name: 'Phone' };
  const passkey = await measure('add a passkey', 'POST', '/passkeys', made, own);
  const step = await measure('sign in, first step', 'POST', '/sessions', login);
  const answer = { secret: step.secret, answer: authenticator.get(step.options) };
  await measure('sign in, the step with a passkey', 'POST', `/sign-ins/${step.id}/passkey`, answer);
  await measure('remove a passkey', 'DELETE', `/passkeys/${passkey.id}`, undefined, own);
  await measure('change the sign-in policy', 'PATCH', '/sign-in-policy', { requiresPasskey: true });

  await measure('revoke a session', 'DELETE', `/sessions/${session.id}`);
  await measure('revoke all sessions', 'DELETE', '/sessions');
  const passwords = { currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` };
  await measure('change a password', 'PUT', '/me/password', passwords);
  await measure('ask for a reset', 'POST', '/password-resets', { login: login.login });
  const { id } = await measure('create a token', 'POST', '/tokens', { name: 'bench' });
  await measure('rotate a token', 'POST', `/tokens/${id}/rotate`, {});
  await measure('revoke a token', 'DELETE', `/tokens/${id}`);

  const trusted = { name: 'Actions', issuer: ci.issuer, audience: 'windlass', claims: { repository: ['acme/*'] } };
  const issuer = await measure('create an issuer', 'POST', '/issuers', { ...trusted, scopes: ['access:read'] });
  await measure('change an issuer', 'PATCH', `/issuers/${issuer.id}`, { isActive: false });
  await measure('delete an issuer', 'DELETE', `/issuers/${issuer.id}`);
  const corporate = { name: 'Corporate', issuer: openId.issuer, ...CLIENT, emailDomains: ['acme.test'] };
  const granted = { ...corporate, defaultRole: 'VIEWER' };
  const provider = await measure('create a provider', 'POST', '/providers', granted);
  await measure('change a provider', 'PATCH', `/providers/${provider.id}`, { name: 'Company' });
  const account = { sub: 'new', email: 'new@acme.test', email_verified: true, name: 'New', groups: [] };
  for (const what of ['a new user', 'a known user']) {
    const signIn = await measure(`begin a sign-in of ${what}`, 'POST', '/sign-ins', { providerId: provider.id });
    const redirect = await openId.signIn(signIn.authorizationUrl, account);
    const complete = { secret: signIn.secret, ...redirect };
    await measure(`sign ${what} in by a provider`, 'POST', `/sign-ins/${signIn.id}/complete`, complete);
  }
  await measure('delete a provider', 'DELETE', `/providers/${provider.id}`);
  return rows;
}

export const access: Measurement = {
  name: 'access',
  about: 'read units of lists of sessions, tokens and what is capped, write units of operations',
  async measure(bench) {
    const world = await startAccess();
    bench.ending(() => void world.stop());
    // The operations have a tenant of their own, whose lists are not full.
    const [tenant, other] = [await world.tenant(), await world.tenant()];
    const asAdmin = tenant.as('ADMIN');
    const [userId = '', signedOut = ''] = ['ADMIN', 'VIEWER'].map((role) => tenant.of(role).userId);
    // Notes the address of the token, which is done once.
    await asAdmin('GET', '/me');
    const { readUnits } = await world.meter(() => asAdmin('GET', '/me'));
    const bearer = `Bearer ${tenant.of('ADMIN').token}`;
    const authorizer = await world.meter(() => world.authorized(bearer));
    const { context } = authorizer.result;
    const lists = await listRows(bench, {
      ...{ table: world.table, meter: world.meter, lists: listsOf(userId, signedOut) },
      get: (path) => asAdmin('GET', path, undefined, { context }),
      itemsOf: (index) => itemsOf(world, tenant.id, userId, signedOut, index),
    });
    const writes = await writesOf(world, other, bench.ending);
    await world.stop();
    return [
      ...lists,
      { what: 'GET /me, with the authorizer', measured: readUnits, unit: 'units' },
      { what: 'the authorizer with a token', measured: authorizer.readUnits, unit: 'units' },
      ...writes,
    ];
  },
};
