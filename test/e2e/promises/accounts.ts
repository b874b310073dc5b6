// Sign-ins of the sample tenant: sessions, invitations, tokens, issuers, providers and webhooks, two of each.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CLIENT, startOpenIdProvider } from '../../support/sign-ins/openid-provider.ts';
import type { Body, TestStack } from '../../support/stack.ts';
import type { Things } from './requests.ts';

type Admin = ReturnType<TestStack['as']>;

/** Takes every event. */
async function startReceiver() {
  const server = createServer(
    (request, response) => void request.resume().on('end', () => response.writeHead(204).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Signs in thrice; makes two invitations, tokens, issuers, providers and webhooks. */
export async function inAccounts(api: Admin, url: string) {
  await api.must('PUT /teams/{team}/members/{user}', { params: { team: 'platform', user: 'dev' }, body: {} });
  const login = { login: 'ada', password: 'password123' };
  const sessions: string[] = [];
  for (let count = 0; count < 3; count++)
    sessions.push(((await api.must('POST /sessions', { body: login })) as Body).session.id);
  const made: Record<'invitation' | 'token' | 'issuer' | 'provider' | 'webhook', string[]> = {
    ...{ invitation: [], token: [], issuer: [], provider: [], webhook: [] },
  };
  const receiver = await startReceiver();
  const openId = await startOpenIdProvider(`${url.replace('127.0.0.1', 'localhost')}/console/sign-in/callback`);
  for (const name of ['First', 'Second']) {
    const email = `${name.toLowerCase()}@new.example`;
    made.invitation.push((await api.must('POST /invitations', { body: { email, role: 'VIEWER' } })).id);
    made.token.push((await api.must('POST /tokens', { body: { name } })).id);
    const rule = {
      name,
      issuer: openId.issuer,
      audience: name,
      claims: { repository: ['acme/*'] },
      scopes: ['releases:write'],
    };
    made.issuer.push((await api.must('POST /issuers', { body: rule as never })).id);
    const provider = { name, issuer: openId.issuer, ...CLIENT };
    made.provider.push((await api.must('POST /providers', { body: provider as never })).id);
    const hook = { url: receiver.url, events: ['*'], description: name };
    made.webhook.push((await api.must('POST /webhooks', { body: hook as never })).id);
  }
  const [first, second] = [0, 1].map((at) =>
    Object.fromEntries(Object.entries(made).map(([key, ids]) => [key, ids[at] ?? ''])),
  );
  return {
    things: { ...first, session: sessions[0] ?? '' } as Things,
    others: { ...second },
    stop: async () => void (await Promise.all([openId.stop(), receiver.stop()])),
  };
}
