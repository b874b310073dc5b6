// The pipeline client of Jenkins: crumb, folders, the queue, and builds recognized by WINDLASS_TRIGGER_ID.
import { describe, expect, it } from 'vitest';
import { createJenkinsClient } from '../../../../../functions/_adapters/jenkins/jenkins-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const JOB = '/job/mobile/job/ios%20release';
const BUILD = `POST ${JOB}/buildWithParameters`;
const ITEM = 'GET /queue/item/39/api/json';
const crumb = {
  body: { crumb: 'c1', crumbRequestField: 'Jenkins-Crumb' },
  headers: { 'set-cookie': 'JSESSIONID.a1=node0; Path=/; HttpOnly' },
};
const queued = { status: 201, headers: { location: 'https://ci.acme.example/queue/item/39/' } };
const parameters = (triggerId: string) => [
  {},
  { parameters: [{ name: 'WINDLASS_TRIGGER_ID', value: triggerId }] },
  null,
];

const INPUT = {
  branch: 'release/1.5.0',
  parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' },
  triggerId: 'trigger-1',
  since: '2026-03-01T12:00:00Z',
  mayHaveStarted: false,
};

async function withJenkins(
  answers: Answers,
  run: (client: ReturnType<typeof createJenkinsClient>, service: HttpService) => Promise<void>,
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).JENKINS;
  await run(createJenkinsClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const job = (buildable: boolean, ...names: string[]) => ({
    [`GET ${JOB}/api/json`]: {
      body: {
        name: 'ios release',
        fullName: 'mobile/ios release',
        buildable,
        property: [{}, { parameterDefinitions: names.map((name) => ({ name })) }],
      },
    },
  });

  it.each([
    ['every parameter', ['RELEASE_VERSION', 'BRANCH', 'WINDLASS_TRIGGER_ID'], 'Can build mobile/ios release'],
    ['some', ['BRANCH'], 'Can build mobile/ios release, which does not declare RELEASE_VERSION, WINDLASS_TRIGGER_ID'],
  ])('names the job that declares %s', async (_label, names, expected) => {
    await withJenkins(job(true, ...names), async (client, service) => {
      expect(await client.verify()).toBe(expected);
      const basic = Buffer.from(`windlass:11${CANARY}`).toString('base64');
      expect(service.seen[0]?.headers.authorization).toBe(`Basic ${basic}`);
    });
  });

  it('refuses a disabled job', async () => {
    await withJenkins(job(false), async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });

  it('reads the message from the title of the error page', async () => {
    const page = '<html><head><title>Error 401 Invalid password/token for user: windlass</title></head></html>';
    await withJenkins({ '*': { status: 401, body: page } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.unauthorized',
        message: expect.stringContaining('Invalid password/token'),
      });
    });
  });
});

describe('trigger', () => {
  it('posts the parameters with a crumb in its session and answers the waiting item', async () => {
    const answers = { 'GET /crumbIssuer/api/json': crumb, [BUILD]: queued, [ITEM]: { body: { id: 39, why: 'quiet' } } };
    await withJenkins(answers, async (client, service) => {
      expect(await client.trigger(INPUT)).toEqual({
        buildUrl: `${service.url}/queue/item/39/`,
        externalId: '39',
      });
      const { headers, text } = service.only(BUILD);
      expect(headers).toMatchObject({ 'jenkins-crumb': 'c1', cookie: 'JSESSIONID.a1=node0' });
      expect(Object.fromEntries(new URLSearchParams(text))).toEqual({
        RELEASE_VERSION: '1.5.0',
        BRANCH: 'release/1.5.0',
        WINDLASS_TRIGGER_ID: 'trigger-1',
      });
    });
  });

  it('answers the build where the item has left the queue', async () => {
    const url = 'https://ci.acme.example/job/mobile/job/ios/35/';
    const answers = {
      'GET /crumbIssuer/api/json': { status: 404 },
      [BUILD]: queued,
      [ITEM]: { body: { id: 39, executable: { number: 35, url } } },
    };
    await withJenkins(answers, async (client, service) => {
      expect(await client.trigger(INPUT)).toEqual({ buildUrl: url, buildNumber: '35', externalId: '39' });
      expect(service.only(BUILD).headers).not.toHaveProperty('jenkins-crumb');
    });
  });

  it('answers the item when the look at it fails: the build is started', async () => {
    const answers = { 'GET /crumbIssuer/api/json': crumb, [BUILD]: queued, [ITEM]: { status: 500 } };
    await withJenkins(answers, async (client) => {
      expect(await client.trigger(INPUT)).toMatchObject({ externalId: '39' });
    });
  });

  const queue = (...items: object[]) => ({ 'GET /queue/api/json': { body: { items } } });
  const builds = (...list: object[]) => ({ [`GET ${JOB}/api/json`]: { body: { builds: list } } });

  it('answers the queue item that an earlier attempt made', async () => {
    const items = [
      { id: 38, actions: parameters('trigger-0') },
      { id: 39, actions: parameters('trigger-1') },
    ];
    await withJenkins({ ...queue(...items), [ITEM]: { body: { id: 39 } } }, async (client, service) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toMatchObject({ externalId: '39' });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('answers the build that an earlier attempt started', async () => {
    const url = 'https://ci.acme.example/job/mobile/job/ios/35/';
    const list = [
      { number: 36, url: 'other', queueId: 40, actions: parameters('trigger-2') },
      { number: 35, url, queueId: 39, actions: parameters('trigger-1') },
    ];
    await withJenkins({ ...queue(), ...builds(...list) }, async (client, service) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toEqual({
        buildUrl: url,
        buildNumber: '35',
        externalId: '39',
      });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('starts a build when an earlier attempt started none', async () => {
    const answers = {
      ...queue(),
      ...builds({ number: 1, url: 'x', queueId: 2 }),
      'GET /crumbIssuer/api/json': crumb,
      [BUILD]: queued,
      [ITEM]: { body: { id: 39 } },
    };
    await withJenkins(answers, async (client, service) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toMatchObject({ externalId: '39' });
      expect(service.calls('POST')).toHaveLength(1);
    });
  });

  it('finds its build where an old Jenkins answers without the queue item', async () => {
    const answers = {
      'GET /crumbIssuer/api/json': crumb,
      [BUILD]: { status: 201 },
      ...queue({ id: 39, actions: parameters('trigger-1') }),
      [ITEM]: { body: { id: 39 } },
    };
    await withJenkins(answers, async (client) => {
      expect(await client.trigger(INPUT)).toMatchObject({ externalId: '39' });
    });
  });
});

describe('status', () => {
  const asked = { externalId: '39', branch: 'release/1.5.0', triggerId: 'trigger-1', since: '2026-03-01T12:00:00Z' };
  const LIST = `GET ${JOB}/api/json`;
  const url = 'https://ci.acme.example/job/ios/51/';
  const build = (over: object) => ({
    [`GET ${JOB}/51/api/json`]: { body: { number: 51, url, building: false, result: null, ...over } },
  });
  const began = { [ITEM]: { body: { id: 39, cancelled: false, executable: { number: 51, url } } } };

  it.each([
    ['waits in the queue', { [ITEM]: { body: { id: 39 } } }, 'RUNNING'],
    ['was cancelled in the queue', { [ITEM]: { body: { id: 39, cancelled: true, executable: null } } }, 'CANCELLED'],
    ['has left the queue without a trace', { [ITEM]: { status: 404 }, [LIST]: { body: { builds: [] } } }, 'CANCELLED'],
    ['runs', { ...began, ...build({ building: true }) }, 'RUNNING'],
    ['succeeded', { ...began, ...build({ result: 'SUCCESS' }) }, 'SUCCESS'],
    ['is unstable', { ...began, ...build({ result: 'UNSTABLE' }) }, 'FAILED'],
    ['failed', { ...began, ...build({ result: 'FAILURE' }) }, 'FAILED'],
    ['was aborted', { ...began, ...build({ result: 'ABORTED' }) }, 'CANCELLED'],
    [
      'failed, whose queue item is forgotten',
      {
        [ITEM]: { status: 404 },
        [LIST]: { body: { builds: [{ number: 51, url, queueId: 39, actions: [] }] } },
        ...build({ result: 'FAILURE' }),
      },
      'FAILED',
    ],
  ] as const)('of a build that %s (K13)', async (_, answers, status) => {
    await withJenkins(answers as Answers, async (client) => {
      expect(await client.status(asked)).toMatchObject({ status });
    });
  });

  /** The newest builds of the job, of which every second item of the queue is one. */
  const listed = (count: number, number: number, queueId: number) => ({
    [ITEM]: { status: 404 },
    [LIST]: {
      body: {
        builds: Array.from({ length: count }, (_, at) => ({ number: number - at, url, queueId: queueId - 2 * at })),
      },
    },
  });
  const hundred = (queueId: number) => listed(100, 900, queueId);
  it.each([
    ['unknown where all of a hundred listed ones are later', hundred(240), undefined],
    ['unknown where the job keeps five builds, which are all later', listed(5, 55, 60), undefined],
    ['cancelled where the first build of the job is later', listed(5, 5, 60), { status: 'CANCELLED' }],
    ['cancelled where one of a hundred listed ones is earlier', hundred(236), { status: 'CANCELLED' }],
  ])('of a build that is not listed is %s (K13)', async (_, answers, status) => {
    await withJenkins(answers, async (client) => {
      expect(await client.status(asked)).toEqual(status);
    });
  });

  it('tells number, address, log, artifact and the one commit that was checked out', async () => {
    const actions = [{}, null, { lastBuiltRevision: { SHA1: 'abc' } }];
    const answers = build({ result: 'SUCCESS', actions, artifacts: [{ relativePath: 'out/app.ipa' }] });
    await withJenkins(answers, async (client) => {
      expect(await client.status({ ...asked, buildNumber: '51' })).toEqual({
        status: 'SUCCESS',
        buildNumber: '51',
        buildUrl: url,
        buildLogUrl: `${url}console`,
        artifactUrl: `${url}artifact/out/app.ipa`,
        commitSha: 'abc',
      });
    });
  });

  it('tells no commit where libraries were checked out too', async () => {
    const actions = [{ lastBuiltRevision: { SHA1: 'abc' } }, { lastBuiltRevision: { SHA1: 'library' } }];
    await withJenkins(build({ result: 'SUCCESS', actions }), async (client) => {
      expect((await client.status({ ...asked, buildNumber: '51' }))?.commitSha).toBeUndefined();
    });
  });

  it('knows nothing of a build that was deleted', async () => {
    await withJenkins({ [`GET ${JOB}/51/api/json`]: { status: 404 } }, async (client) => {
      expect(await client.status({ ...asked, buildNumber: '51' })).toBeUndefined();
    });
  });
});
