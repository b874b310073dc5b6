// A user, a team, an invitation, a token and a session, and the name of the tenant.
import { SAMPLE_PASSWORD } from '../../../../../infra/local/seed/sample-people.ts';
import type { Making } from './making.ts';

export async function makePeople({ stack, admin, words, shown }: Making): Promise<void> {
  const tenant = { 'name of the tenant': words('Acme', 60) };
  await admin.must('PATCH /tenant', { body: { name: tenant['name of the tenant'] } });
  shown('', tenant);

  const user = { 'full name': words('Mona Maintainer', 100) };
  const made = await admin.must('POST /users', {
    body: { username: 'mona', fullName: user['full name'], role: 'DEVELOPER', email: 'mona@acme.example' },
  });
  const identity = { 'account at a service': words('mona-codes', 40).replaceAll(/[\s#/\p{C}]/gu, '_') };
  const params = { user: made.id };
  await admin.must('POST /users/{user}/identities', {
    params,
    body: { provider: 'gitlab', externalId: identity['account at a service'] },
  });
  shown('people', user);
  shown('people/users/mona', { ...user, ...identity });

  const team = {
    'name of a team': words('Payments', 60),
    'description of a team': words('Takes the payments of our shops.', 300),
  };
  const { id, slug } = await admin.must('POST /teams', {
    body: {
      slug: 'payments',
      name: team['name of a team'],
      description: team['description of a team'],
      slackChannel: '#payments',
    },
  });
  await admin.must('PUT /teams/{team}/members/{user}', {
    params: { team: id, ...params },
    body: { role: 'MAINTAINER' },
  });
  shown('people/teams', { 'name of a team': team['name of a team'] });
  shown(`people/teams/${slug}`, { ...team, ...user });
  shown('people/users/mona', { 'name of a team': team['name of a team'] });

  await admin.must('POST /invitations', { body: { email: 'grace@partner.example', role: 'VIEWER', teamIds: [id] } });
  shown('people/invitations', {});

  const token = { 'name of a token': words('Backups', 60) };
  await admin.must('POST /tokens', { body: { name: token['name of a token'] } });
  shown('people/tokens?owner=all', token);
  shown('account', token);

  const device = { 'user agent': words('curl/8.5.0', 200).replaceAll(/[^\x20-\x7e]/g, '') };
  const reply = await fetch(`${stack.url}/api/v1/${stack.credentials.tenant.slug}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': device['user agent'] },
    body: JSON.stringify({ login: 'ada', password: SAMPLE_PASSWORD }),
  });
  if (!reply.ok) throw new Error(await reply.text());
  shown('account', device);
  shown('audit?action=session.started', device);
}
