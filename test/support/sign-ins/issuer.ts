// An OpenID issuer of CI over HTTP: publishes its keys and signs tokens with the claims of GitHub Actions.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  const server = createServer(({ url }, response) => {
    const documents: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
      '/jwks': { keys: [key] },
    };
    const found = documents[url ?? ''];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** A token that is valid for five minutes from `now` (epoch milliseconds). GitHub Docs, "OpenID Connect reference". */
  const token = (now: number, claims: JWTPayload = {}) =>
    new SignJWT({
      ...{ iss: issuer, aud: 'windlass', sub: 'repo:acme/payments:environment:production' },
      ...{ repository: 'acme/payments', repository_owner: 'acme', ref: 'refs/heads/main', environment: 'production' },
      ...{ iat: Math.floor(now / 1000), exp: Math.floor(now / 1000) + 300, ...claims },
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(privateKey);

  return { issuer, token, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
