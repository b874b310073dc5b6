// A real OpenID provider over HTTP (npm's oidc-provider) with one confidential client, and a browser that signs in there: it follows
// redirects with cookies and fills in the provider's forms.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Account {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export const CLIENT = { clientId: 'windlass', clientSecret: 'client-secret-of-the-canary' } as const;

export async function startOpenIdProvider(redirectUri: string) {
  const accounts = new Map<string, Account>();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [redirectUri] },
        ...{ grant_types: ['authorization_code'], response_types: ['code'] },
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['cookies of a test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_, id) => ({ accountId: id, claims: async () => accounts.get(id) ?? { sub: id } }),
  });
  const handle = provider.callback();

  /** Signs `account` in at the address and answers the parameters of the redirect to us. */
  async function signIn(authorizationUrl: string, account: Account): Promise<Record<string, string>> {
    accounts.set(account.sub, account);
    const cookies = new Map<string, string>();
    let next: { url: string; body?: URLSearchParams } = { url: authorizationUrl };
    for (let step = 0; step < 20; step++) {
      if (next.url.startsWith(redirectUri)) return Object.fromEntries(new URL(next.url).searchParams);
      const reply = await fetch(next.url, {
        method: next.body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(next.body && { body: next.body }),
      });
      for (const line of reply.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      const location = reply.headers.get('location');
      if (location) {
        next = { url: new URL(location, next.url).href };
        continue;
      }
      const page = await reply.text();
      const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (action === undefined || prompt === undefined)
        throw new Error(`${reply.status} without a form: ${page.slice(0, 300)}`);
      const fields = prompt === 'login' ? { prompt, login: account.sub, password: 'any' } : { prompt };
      next = { url: new URL(action, next.url).href, body: new URLSearchParams(fields) };
    }
    throw new Error('the provider redirects in circles');
  }

  /** The claims of an account that a browser signs in to. */
  const know = (account: Account) => void accounts.set(account.sub, account);

  return { issuer, know, signIn, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
