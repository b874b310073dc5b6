// The users and teams of the sample tenant. The tenant begins with the users that have a token; they set their password by mail.
// The admin creates the others with theirs.
import { setTimeout } from 'node:timers/promises';
import type { Client } from '../../../functions/client.ts';
import { ensureAll, type IdsByName } from './ensure.ts';
import { LEAD_SLACK_ID } from './sample-integrations.ts';

export const SAMPLE_PASSWORD = 'password123';
/** How a person signs in to the console. */
export const SIGN_IN = `sign in as ada with ${SAMPLE_PASSWORD}`;

const TEAMS = ['platform', 'backend', 'frontend'] as const;

interface SampleUser {
  readonly fullName: string;
  readonly role: 'ADMIN' | 'LEAD' | 'DEVELOPER' | 'VIEWER';
  readonly team: (typeof TEAMS)[number];
  readonly hasToken?: true;
  readonly slackUserId?: string;
}

const USERS: Readonly<Record<string, SampleUser>> = {
  ada: { fullName: 'Ada Admin', role: 'ADMIN', team: 'platform', hasToken: true },
  lena: { fullName: 'Lena Lead', role: 'LEAD', team: 'backend', hasToken: true, slackUserId: LEAD_SLACK_ID },
  liam: { fullName: 'Liam Lead', role: 'LEAD', team: 'frontend' },
  dev: { fullName: 'Dev Developer', role: 'DEVELOPER', team: 'backend', hasToken: true },
  dora: { fullName: 'Dora Developer', role: 'DEVELOPER', team: 'frontend' },
  dan: { fullName: 'Dan Developer', role: 'DEVELOPER', team: 'platform' },
  vera: { fullName: 'Vera Viewer', role: 'VIEWER', team: 'backend', hasToken: true },
  vito: { fullName: 'Vito Viewer', role: 'VIEWER', team: 'frontend' },
};

export const emailOf = (username: string): string => `${username}@acme.example`;

const firstUsers = Object.entries(USERS).filter(([, { hasToken }]) => hasToken);

/** The members that the tenant begins with. */
export const FIRST_MEMBERS = [
  ...firstUsers.map(([username, { fullName, role, slackUserId }]) => ({
    ...{ username, fullName, role, email: emailOf(username) },
    ...(slackUserId === undefined ? {} : { slackUserId }),
  })),
  { fullName: 'CI', role: 'CI' },
];

const MAIL = { lookMs: 50, patienceMs: 30_000 };

/** The secret of the latest mail to this address that resets a password. */
async function mailedSecret(url: string, to: string): Promise<string> {
  const deadline = Date.now() + MAIL.patienceMs;
  for (;;) {
    const reply = await fetch(`${url}/_local/inbox?service=ses&limit=1000`);
    const { items } = (await reply.json()) as { items: readonly { body: unknown }[] };
    const mails = items.map(({ body }) => JSON.stringify(body)).filter((mail) => mail.includes(`"${to}"`));
    const secret = /\bwlr_[\w-]+/.exec(mails.findLast((mail) => mail.includes('wlr_')) ?? '')?.[0];
    if (secret !== undefined) return secret;
    if (Date.now() > deadline) throw new Error(`${to} got no mail that resets the password`);
    await setTimeout(MAIL.lookMs);
  }
}

async function setPassword(visitor: Client, url: string, username: string): Promise<void> {
  await visitor.must('POST /password-resets', { body: { login: username } });
  const secret = await mailedSecret(url, emailOf(username));
  await visitor.must('POST /password-resets/use', { body: { secret, password: SAMPLE_PASSWORD } });
}

async function ensureUsers(admin: Client): Promise<IdsByName> {
  const { items: known } = await admin.must('GET /users', { query: { limit: 100 } });
  return ensureAll({
    names: Object.keys(USERS),
    known,
    nameOf: ({ username }) => username,
    create: (username) => {
      const { fullName, role } = USERS[username] as SampleUser;
      const body = { username, fullName, role, email: emailOf(username), password: SAMPLE_PASSWORD };
      return admin.must('POST /users', { body });
    },
  });
}

async function ensureTeams(admin: Client): Promise<IdsByName> {
  const { items: known } = await admin.must('GET /teams', { query: { limit: 100 } });
  return ensureAll({
    names: TEAMS,
    known,
    nameOf: ({ slug }) => slug,
    create: (slug) => {
      const name = slug.replace(/^./, (letter) => letter.toUpperCase());
      return admin.must('POST /teams', { body: { slug, name, slackChannel: `#${slug}` } });
    },
  });
}

export interface SamplePeople {
  readonly users: IdsByName;
  readonly teams: IdsByName;
}

/** `visitor` has no credential. */
export async function ensurePeople(admin: Client, visitor: Client, url: string): Promise<SamplePeople> {
  const setPasswords = async () => {
    for (const [username] of firstUsers) await setPassword(visitor, url, username);
  };
  const [users, teams] = await Promise.all([ensureUsers(admin), ensureTeams(admin), setPasswords()]);
  for (const [username, { team, role }] of Object.entries(USERS)) {
    const params = { team, user: username };
    const body = { role: role === 'LEAD' || role === 'ADMIN' ? 'MAINTAINER' : 'MEMBER' } as const;
    await admin.must('PUT /teams/{team}/members/{user}', { params, body });
  }
  return { users, teams };
}
