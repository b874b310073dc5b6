// Our client against a real OpenID provider: the code flow with PKCE, and what is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { Outbound, OutboundReply } from '../../../functions/_adapters/adapter.ts';
import { createOutbound } from '../../../functions/_kit/outbound/outbound.ts';
import { createOpenId } from '../../../functions/providers/openid/openid.ts';
import { CLIENT, startOpenIdProvider } from '../../support/sign-ins/openid-provider.ts';

const REDIRECT = 'https://windlass.example/console/sign-in/callback';
const outbound = createOutbound({ allowedHosts: ['127.0.0.1'] });
const JSON_TYPE = { 'content-type': 'application/json' };
const openId = createOpenId(outbound, REDIRECT);
const ada = { sub: 'ada', email: 'ada@acme.example', email_verified: true, name: 'Ada', groups: ['release-admins'] };

let provider: Awaited<ReturnType<typeof startOpenIdProvider>>;
let client: Parameters<typeof openId.begin>[0];
beforeAll(async () => {
  provider = await startOpenIdProvider(REDIRECT);
  client = { issuer: provider.issuer, ...CLIENT, groupsClaim: 'groups' };
});
afterAll(() => provider.stop());

const redirected = async (secret: string, account: { sub: string } = ada) =>
  (await provider.signIn(await openId.begin(client, secret), account)) as { code: string; state: string };

const refused = expect.objectContaining({ code: 'sign_in.refused', status: 401 });

describe('a sign-in at a real provider', () => {
  it('answers subject, confirmed address, name and groups', async () => {
    expect(await openId.complete(client, 'one', await redirected('one'))).toEqual({
      ...{ subject: 'ada', email: ada.email, name: 'Ada', groups: ['release-admins'] },
    });
  });

  it('answers no address that the provider did not confirm', async () => {
    const eve = { ...ada, sub: 'eve', email: 'ada@acme.example', email_verified: false };
    expect(await openId.complete(client, 'two', await redirected('two', eve))).toMatchObject({
      subject: 'eve',
      email: undefined,
    });
  });

  it('takes a code once', async () => {
    const redirect = await redirected('three');
    await openId.complete(client, 'three', redirect);
    await expect(openId.complete(client, 'three', redirect)).rejects.toEqual(refused);
  });

  it('is refused to whoever has the redirect but not the secret', async () => {
    await expect(openId.complete(client, 'stolen', await redirected('four'))).rejects.toEqual(refused);
  });

  it.each([
    ['another state', { state: 'x' }],
    ['another code', { code: 'x' }],
    ['the redirect of another issuer (RFC 9207)', { iss: 'https://evil.example' }],
  ])('is refused with %s', async (name, over) => {
    const redirect = await redirected(name);
    await expect(openId.complete(client, name, { ...redirect, ...over })).rejects.toEqual(refused);
  });

  it('is refused to a client with a wrong secret, whose words are not repeated', async () => {
    const redirect = await redirected('five');
    const wrong = openId.complete({ ...client, clientSecret: 'wrong-secret' }, 'five', redirect);
    await expect(wrong).rejects.toSatisfy((error: Error) => !JSON.stringify(error).includes('wrong-secret'));
    await expect(wrong).rejects.toEqual(refused);
  });
});

const down = (word: string) => integrationErrors.unavailable({ detail: word });
const outages: [string, () => Promise<OutboundReply>][] = [
  ['that does not answer', () => Promise.reject(down('no connection'))],
  ['that answers 503', async () => ({ status: 503, headers: {}, text: 'sorry', json: undefined })],
  ['that answers 429', async () => ({ status: 429, headers: {}, text: '{}', json: {} })],
  [
    'that answers 500 with an error',
    async () => ({
      status: 500,
      headers: JSON_TYPE,
      text: '{"error":"server_error"}',
      json: { error: 'server_error' },
    }),
  ],
];

it.each(outages)('a sign-in at a provider %s is no refusal of the person (K6)', async (name, answer) => {
  const failing: Outbound = { request: (asked) => (asked.method === 'POST' ? answer() : outbound.request(asked)) };
  const redirect = await redirected(name);
  await expect(createOpenId(failing, REDIRECT).complete(client, name, redirect)).rejects.toMatchObject({
    code: 'provider.unavailable',
  });
});

describe('a provider', () => {
  it.each([
    ['that is not there', 'http://127.0.0.1:1'],
    ['at a private address', 'http://10.0.0.1'],
    ['of cloud metadata', 'http://169.254.169.254'],
  ])('%s is refused when it is checked', async (_, issuer) => {
    await expect(openId.check({ ...client, issuer })).rejects.toMatchObject({
      ...{ code: 'provider.unusable', details: { fields: [{ path: 'issuer' }] } },
    });
  });

  it('is accepted when it answers', async () => {
    await expect(openId.check(client)).resolves.toBeUndefined();
  });
});
