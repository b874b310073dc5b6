// JWTs of CI as the authorizer resolves them: signed by real keys of an issuer over HTTP in memory. Attacks after RFC 8725.
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IssuerItem } from '../../../../../entities/access/issuers/issuer.entity.ts';
import type { Outbound } from '../../../../../functions/_adapters/adapter.ts';
import { createCiTokens } from '../../../../../functions/access/authorizer/ci-token.ts';
import { createIssuerKeys } from '../../../../../functions/access/issuers/issuer-keys.ts';

const ISSUER = 'https://token.actions.githubusercontent.com';
const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECOND = 1_000;

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Record<'one' | 'two' | 'strange', Pair>;
beforeAll(async () => {
  const [one, two, strange] = await Promise.all(['RS256', 'ES256', 'RS256'].map((alg) => generateKeyPair(alg)));
  keys = { one, two, strange } as typeof keys;
});

/** GitHub Docs, "OpenID Connect reference". */
const claims = {
  ...{ iss: ISSUER, aud: 'windlass', sub: 'repo:acme/payments:ref:refs/heads/main', repository: 'acme/payments' },
  ...{ repository_owner: 'acme', ref: 'refs/heads/main', environment: 'production', run_id: '42' },
};

const registered = (over: Partial<IssuerItem> = {}): IssuerItem =>
  ({
    ...{ issuer: ISSUER, audience: 'windlass', claims: { repository: ['acme/*'] }, scopes: ['releases:write'] },
    ...{ isActive: true, ...over },
  }) as IssuerItem;

interface Signature {
  readonly key?: keyof typeof keys;
  readonly kid?: string;
}

async function signed(payload: JWTPayload = {}, { key = 'one', kid = key }: Signature = {}) {
  const alg = key === 'two' ? 'ES256' : 'RS256';
  const whole = { iat: NOW / SECOND, exp: NOW / SECOND + 300, ...claims, ...payload };
  return new SignJWT(whole).setProtectedHeader({ alg, kid }).sign(keys[key].privateKey);
}

/** An issuer that publishes the keys of these names; `down` after the first reads. */
function issuer(published: string[], state = { down: false, reads: 0, says: ISSUER }) {
  const outbound: Outbound = {
    async request({ url }) {
      state.reads += 1;
      if (state.down) throw new Error('down');
      const isConfiguration = url === `${ISSUER}/.well-known/openid-configuration`;
      const list = await Promise.all(
        published.map(async (kid) => ({ ...(await exportJWK(keys[kid as 'one'].publicKey)), kid })),
      );
      const json = isConfiguration ? { issuer: state.says, jwks_uri: `${ISSUER}/jwks` } : { keys: list };
      return { status: 200, headers: {}, text: '', json };
    },
  };
  return { state, tokens: createCiTokens(createIssuerKeys(outbound)) };
}

const resolve = async (token: string, items = [registered()], { tokens } = issuer(['one', 'two']), now = NOW) =>
  tokens(token, async () => items, now);

describe('a JWT of CI', () => {
  it.each(['one', 'two'] as const)('is its subject with the scopes of its issuer, signed by key %s', async (key) => {
    expect(await resolve(await signed({}, { key }))).toEqual({
      ...{ actorId: expect.stringMatching(/^ci-[\w-]{22}$/), actorName: claims.sub },
      ...{ scopes: ['releases:write'], validUntil: NOW + 300 * SECOND },
    });
  });

  it('has the scopes of every registration that it fits, and of no other', async () => {
    const items = [
      registered(),
      registered({ claims: { environment: ['production'] }, scopes: ['deployments:write'] }),
      registered({ claims: { environment: ['staging'] }, scopes: ['people:write'] }),
      registered({ audience: 'other', scopes: ['people:write'] }),
      registered({ isActive: false, scopes: ['people:write'] }),
    ];
    expect(await resolve(await signed(), items)).toMatchObject({ scopes: ['releases:write', 'deployments:write'] });
  });

  it.each<[string, JWTPayload, string]>([
    ['for another audience', { aud: 'sts.amazonaws.com' }, 'unknown'],
    ['of another repository', { repository: 'evil/payments' }, 'unknown'],
    ['of an issuer that is not registered', { iss: 'https://evil.example' }, 'unknown'],
    ['that has expired', { exp: NOW / SECOND - 31 }, 'expired'],
    ['that is not valid yet', { nbf: NOW / SECOND + 31 }, 'unknown'],
    ['without an expiry', { exp: undefined as never }, 'unknown'],
    ['without a subject', { sub: undefined as never }, 'unknown'],
    ['without an issuer', { iss: undefined as never }, 'malformed'],
  ])('is refused when it is one %s', async (_, payload, problem) => {
    expect(await resolve(await signed(payload))).toEqual({ problem });
  });

  it('is accepted for 30 seconds more, as clocks differ', async () => {
    expect(await resolve(await signed({ exp: NOW / SECOND - 29 }))).toMatchObject({ actorName: claims.sub });
  });

  it('is refused with the signature of a strange key, even under a known name', async () => {
    expect(await resolve(await signed({}, { key: 'strange', kid: 'one' }))).toEqual({ problem: 'unknown' });
  });

  it('is refused without a signature, or with one made with the public key as a secret', async () => {
    const [head, body] = (await signed()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(await resolve(`${none}.${body}.`)).toEqual({ problem: 'unknown' });
    expect(await resolve(`${none}.${body}.AAAA`)).toEqual({ problem: 'unknown' });
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.one.publicKey)));
    const forged = await new SignJWT({ ...claims, iat: NOW / SECOND, exp: NOW / SECOND + 300 })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(secret);
    expect(await resolve(forged)).toEqual({ problem: 'unknown' });
    expect(await resolve(`${head}.${body}.AAAA`)).toEqual({ problem: 'unknown' });
  });

  it('is refused when it is longer than any real one', async () => {
    expect(await resolve(await signed({ pad: 'x'.repeat(9_000) }))).toEqual({ problem: 'malformed' });
  });
});

describe('the keys of an issuer', () => {
  it('are read once for many tokens, and again when one has a new key', async () => {
    const published = ['one'];
    const github = issuer(published);
    for (let count = 0; count < 5; count++) await resolve(await signed(), [registered()], github);
    expect(github.state.reads).toBe(2);
    published.push('two');
    const later = await resolve(await signed({}, { key: 'two' }), [registered()], github, NOW + 31 * SECOND);
    expect(later).toMatchObject({ scopes: ['releases:write'] });
    expect(github.state.reads).toBe(4);
  });

  it('are not read for each forged token', async () => {
    const github = issuer(['one']);
    await resolve(await signed(), [registered()], github);
    for (let count = 0; count < 20; count++) {
      const forged = await signed({}, { key: 'strange', kid: `none-${count}` });
      expect(await resolve(forged, [registered()], github, NOW + 31 * SECOND)).toEqual({ problem: 'unknown' });
    }
    expect(github.state.reads).toBe(4);
  });

  it('serve for hours while the issuer is down, and then no longer', async () => {
    const github = issuer(['one']);
    await resolve(await signed(), [registered()], github);
    github.state.down = true;
    const at = async (hours: number) => {
      const now = NOW + hours * 3_600 * SECOND;
      return resolve(await signed({ iat: now / SECOND, exp: now / SECOND + 300 }), [registered()], github, now);
    };
    expect(await at(5)).toMatchObject({ scopes: ['releases:write'] });
    expect(await at(7)).toEqual({ problem: 'issuer_unavailable' });
  });

  it('are refused from an address that says it is another issuer', async () => {
    const github = issuer(['one'], { down: false, reads: 0, says: 'https://evil.example' });
    expect(await resolve(await signed(), [registered()], github)).toEqual({ problem: 'issuer_unavailable' });
  });
});
