// The command line for scripts: the ready line, credentials.json, exit statuses, and data that stays after a restart on any port.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Credentials, clientOf } from '../../infra/local/seed/credentials.ts';
import { type Running, run, start, terminate } from '../support/launch.ts';
import { type Body, until } from '../support/stack.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const credentialsIn = (data: string): Credentials => JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8'));

function isRefused(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const answer = (refused: boolean) => {
      socket.destroy();
      resolve(refused);
    };
    socket.on('connect', () => answer(false));
    socket.on('error', () => answer(true));
    socket.on('timeout', () => answer(true));
  });
}

/** Addresses of this machine by which others could reach it, and the loopback's other one. */
const otherAddresses = (): string[] => [
  '127.0.0.2',
  '::1',
  ...Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap((item) => (item.internal || item.family !== 'IPv4' ? [] : [item.address])),
  ),
];

const temporary = mkdtempSync(join(tmpdir(), 'windlass-cli-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('a wrong command line', () => {
  it.each([['--frobnicate'], ['--port'], ['--port=http'], ['extra']])(
    '%s ends with status 2 and one line, and makes nothing',
    async (arg) => {
      const data = join(temporary, 'never');
      const { status, stdout, stderr } = await run(arg, '--data', data);
      expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
      expect(existsSync(data)).toBe(false);
    },
  );

  it('--help tells every option and ends with status 0', async () => {
    const { status, stdout, stderr } = await run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const option of ['--port', '--data', '--empty', '--brief', '--help']) expect(stdout).toContain(option);
  });
});

describe('a stack with sample data', () => {
  const data = join(temporary, 'sample');
  let stack: Running;

  beforeAll(async () => {
    stack = await start('--port', '0', '--data', data);
  }, 400_000);

  afterAll(() => void stack?.child.kill('SIGKILL'));

  const client = (name: keyof Credentials['tokens']) => clientOf(credentialsIn(data), name);
  const integrations = async (): Promise<Body[]> => {
    const segments = ['scm', 'targets', 'pipelines', 'communications', 'tickets'];
    const lists = await Promise.all(
      segments.map((segment) => client('viewer').must('GET /integrations/{kind}', { params: { kind: segment } })),
    );
    return lists.flatMap(({ items }) => items);
  };
  /** Types without an address of their own: mail goes where AWS is, and environments are of Windlass. */
  const OWN = ['EMAIL', 'SERVER'];
  /** Those that are not at the stand-ins of this stack. */
  const strangersIn = (all: readonly Body[]) =>
    all.filter(({ type, config }) => !OWN.includes(type) && !config.baseUrl.startsWith(`${stack.url}/_local/`));

  it('writes credentials.json in its documented shape, for its owner alone', () => {
    const credentials = credentialsIn(data);
    expect(credentials).toEqual({
      url: stack.url,
      tenant: { id: expect.stringMatching(/^[\da-f-]{36}$/), slug: expect.stringMatching(/^[a-z][a-z-]+$/) },
      tokens: Object.fromEntries(
        ['admin', 'lead', 'developer', 'viewer', 'ci'].map((name) => [name, expect.stringMatching(/^wl_\S{20,}$/)]),
      ),
    });
    expect(new Set(Object.values(credentials.tokens)).size).toBe(5);
    expect(modeOf(join(data, 'credentials.json'))).toBe('600');
  });

  it('keeps its data to its owner', () => {
    expect(modeOf(data)).toBe('700');
  });

  it.each(['admin', 'lead', 'developer', 'viewer', 'ci'] as const)('gives %s a token that works', async (name) => {
    expect(await client(name).must('GET /me')).toMatchObject({ tenant: credentialsIn(data).tenant });
  });

  it('has verified integrations of all kinds, at the stand-ins', async () => {
    const all = await integrations();
    expect(new Set(all.map(({ kind }) => kind))).toEqual(
      new Set(['SCM', 'TARGET', 'PIPELINE', 'COMMUNICATION', 'TICKET']),
    );
    expect(all.filter(({ verificationStatus }) => verificationStatus !== 'VALID')).toEqual([]);
    expect(strangersIn(all)).toEqual([]);
  });

  describe('tells of the last month', () => {
    const DAY_MS = 86_400_000;
    const daysAgo = (at: string) => (Date.now() - Date.parse(at)) / DAY_MS;
    const admin = () => clientOf(credentialsIn(data), 'admin');

    it('has as much of everything as the source says', async () => {
      const [teams, users, services, releases, runbooks, audit] = await Promise.all([
        admin().must('GET /teams', { query: { limit: 100 } }),
        admin().must('GET /users', { query: { limit: 100 } }),
        admin().must('GET /services', { query: { limit: 100 } }),
        admin().must('GET /releases', { query: { limit: 100 } }),
        admin().must('GET /runbooks', { query: { limit: 100 } }),
        admin().must('GET /audit', { query: { limit: 100 } }),
      ]);
      const countOf = (names: readonly (string | null)[]) =>
        Object.fromEntries(Object.entries(Object.groupBy(names, String)).map(([name, all]) => [name, all?.length]));
      expect(teams.items.map(({ name, memberCount }) => [name, memberCount])).toEqual([
        ['Backend', 3],
        ['Frontend', 3],
        ['Platform', 2],
      ]);
      expect(countOf(users.items.map(({ role }) => role))).toEqual({ ADMIN: 1, LEAD: 2, DEVELOPER: 3, VIEWER: 2 });
      expect(services.items).toHaveLength(5);
      expect(countOf(releases.items.map(({ status }) => status))).toEqual({
        ...{ RELEASED: 4, CANCELLED: 1, REGRESSION_IN_PROGRESS: 2, STARTED: 1, KICKOFF_PENDING: 2 },
      });
      expect(runbooks.items).toHaveLength(3);
      expect(audit.items).toHaveLength(100);
      const days = releases.items.map(({ createdAt }) => Math.round(daysAgo(createdAt)));
      expect([Math.max(...days), Math.min(...days), new Set(days).size]).toEqual([29, 2, 8]);
      for (const { createdAt } of users.items) expect(Math.round(daysAgo(createdAt))).toBe(30);
    });

    it('has deployments in three environments, two of them rollbacks, with metrics and stages', async () => {
      const [environments, deployments, pending, approved, live] = await Promise.all([
        admin().must('GET /environments'),
        admin().must('GET /deployments', { query: { limit: 100 } }),
        admin().must('GET /approvals', { query: { status: 'PENDING', limit: 100 } }),
        admin().must('GET /approvals', { query: { status: 'APPROVED', limit: 100 } }),
        admin().must('GET /live-deployments', { query: { limit: 100 } }),
      ]);
      expect(environments.items.map(({ displayName, tier, order }) => [displayName, tier, order])).toEqual([
        ['Development', 'DEVELOPMENT', 10],
        ['Staging', 'STAGING', 20],
        ['Production', 'PRODUCTION', 30],
      ]);
      expect(deployments.items).toHaveLength(8);
      const rollbacks = deployments.items.filter(({ rollbackOf }) => rollbackOf !== null);
      expect(rollbacks.map(({ reason, status }) => [reason !== null, status])).toEqual(
        Array(2).fill([true, 'SUCCEEDED']),
      );
      expect(pending.items.length + approved.items.length).toBeGreaterThanOrEqual(5);
      expect([pending.items.length, approved.items.length]).not.toContain(0);
      const details = await Promise.all(
        deployments.items.map(async ({ id: deployment }) => {
          const [{ stages }, metrics] = await Promise.all([
            admin().must('GET /deployments/{deployment}', { params: { deployment } }),
            admin().must('GET /deployments/{deployment}/metrics', { params: { deployment } }),
          ]);
          return { stages: stages.filter(({ status }) => status === 'SUCCEEDED'), metrics: metrics.items };
        }),
      );
      expect(details.flatMap(({ stages }) => stages)).toHaveLength(15);
      expect(details.flatMap(({ metrics }) => metrics)).toHaveLength(8);
      const days = deployments.items.map(({ finishedAt }) => Math.round(daysAgo(finishedAt ?? '')));
      expect([Math.max(...days), Math.min(...days)]).toEqual([22, 2]);
      const inProduction = live.items.filter(({ environmentId }) => environmentId === environments.items[2]?.id);
      expect(inProduction.map(({ service, version }) => `${service} ${version}`).sort()).toEqual([
        'auth-service 1.1.0',
        'payment-api 1.2.0',
        'user-dashboard 1.2.4',
      ]);
    });

    it.each(['ada', 'liam', 'dora', 'vito'])('%s signs in with the sample password, now', async (username) => {
      const body = { login: `${username}@acme.example`, password: 'password123' };
      const answer: Body = await clientOf(credentialsIn(data)).must('POST /sessions', { body });
      expect(answer.token).toMatch(/^wls_/);
      expect(Math.abs(daysAgo(answer.session.createdAt))).toBeLessThan(0.01);
    });
  });

  it('listens on 127.0.0.1 and on no other address', async () => {
    expect(await isRefused('127.0.0.1', stack.port)).toBe(false);
    for (const address of otherAddresses()) expect(await isRefused(address, stack.port), address).toBe(true);
  });

  it.each([
    ['its port', () => ['--port', String(stack.port), '--data', join(temporary, 'other')], /port \d+ is in use/],
    ['its data', () => ['--port', '0', '--data', data], /in use/],
  ])('does not share %s: a second one ends with status 1 and one line', async (_, args, words) => {
    const { status, stdout, stderr } = await run(...args());
    const lines = stderr.trim().split('\n');
    expect({ status, stdout, lines: lines.length }).toEqual({ status: 1, stdout: '', lines: 1 });
    expect(lines[0]).toMatch(words);
  });

  describe('stopped and started again on another port', () => {
    let before: { port: number; credentials: Credentials; release: Body };

    beforeAll(async () => {
      const find = async (kind: string): Promise<Body[]> =>
        (await client('developer').must('GET /integrations/{kind}', { params: { kind } })).items;
      const [[scm] = [], targets = [], pipelines = [], [tickets] = []] = await Promise.all(
        ['scm', 'targets', 'pipelines', 'tickets'].map(find),
      );
      const release = await client('developer').must('POST /releases', {
        body: {
          service: 'sample-app',
          createService: true,
          version: '2.0.0',
          releaseType: 'PLANNED',
          scmIntegrationId: scm.id,
          baseBranch: 'main',
          targets: targets.map(({ id }: Body) => id),
          pipelines: pipelines.map(({ id }: Body) => id),
          ticketIntegrationId: tickets.id,
        },
      });
      before = { port: stack.port, credentials: credentialsIn(data), release };
    });

    it('ends with status 0 on SIGTERM, having printed the ready line and nothing else', async () => {
      const { status, stdout, stderr } = await terminate(stack);
      expect({ status, stdout }).toEqual({ status: 0, stdout: `ready ${stack.url}\n` });
      expect(stderr).toContain(
        `console  ${stack.url.replace('127.0.0.1', 'localhost')}/console/acme  sign in as ada with password123\n`,
      );
      expect(await isRefused('127.0.0.1', stack.port)).toBe(true);
    });

    it('has the same tenant, tokens and releases', async () => {
      stack = await start('--port', '0', '--data', data);
      expect(stack.port).not.toBe(before.port);
      const { tenant, tokens } = before.credentials;
      expect(credentialsIn(data)).toEqual({ url: stack.url, tenant, tokens });
      expect(modeOf(join(data, 'credentials.json'))).toBe('600');
      const { id, releaseKey, createdAt } = before.release;
      expect(await client('viewer').must('GET /releases/{release}', { params: { release: id } })).toMatchObject({
        releaseKey,
        createdAt,
      });
    });

    it('has each sample integration once, at the stand-ins of the new port', async () => {
      const all = await integrations();
      expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
      expect(strangersIn(all)).toEqual([]);
      expect(all.map(({ verificationStatus }) => verificationStatus)).not.toContain('PENDING');
    });

    it('carries the lifecycle of a release on', async () => {
      const params = { release: before.release.id };
      await client('developer').must('POST /releases/{release}/kickoff', { params });
      const release = await until(
        () => client('viewer').must('GET /releases/{release}', { params }),
        ({ status, pipelines }) => status === 'STARTED' && pipelines.every(({ buildUrl }: Body) => buildUrl),
      );
      expect(release).toMatchObject({ isPaused: false, iOSEpicId: expect.any(String), branchSha: expect.any(String) });
    });
  });
});

describe('--empty', () => {
  it('has a tenant and tokens, and no sample data', async () => {
    const data = join(temporary, 'empty');
    const stack = await start('--empty', '--port', '0', '--data', data);
    const admin = clientOf(credentialsIn(data), 'admin');
    const lists = await Promise.all(
      ['scm', 'targets'].map((segment) => admin.must('GET /integrations/{kind}', { params: { kind: segment } })),
    );
    expect([...lists, await admin.must('GET /releases')].map(({ items }) => items)).toEqual([[], [], []]);
    expect((await terminate(stack)).status).toBe(0);
    expect(readdirSync(data)).not.toContain('dynoxide.pid');
  });
});
