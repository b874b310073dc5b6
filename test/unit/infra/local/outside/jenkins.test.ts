// The Jenkins stand-in: credentials, the queue and what a tree expression picks.
import { describe, expect, it } from 'vitest';
import { type Ask, basic, openWorld } from './world-fixture.ts';

async function open(): Promise<{ jenkins: Ask; crumb: string }> {
  const jenkins = openWorld().asking('jenkins', basic('ada', '11aa'));
  const { body } = await jenkins('GET /crumbIssuer/api/json');
  const { crumb, crumbRequestField } = Object(body);
  expect(crumbRequestField).toBe('Jenkins-Crumb');
  return {
    jenkins: (call, sent = {}) => jenkins(call, { ...sent, headers: { 'jenkins-crumb': crumb, ...sent.headers } }),
    crumb,
  };
}

const BUILD = 'POST /job/mobile/job/ios%20release/buildWithParameters';
const JOB = '/job/mobile/job/ios%20release';
const FORM = { form: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' } };

describe('credentials', () => {
  const CASES: [headers: Record<string, string>, status: number, text: RegExp][] = [
    [{}, 403, /anonymous is missing the Overall\/Read permission/],
    [basic('ada', '11aa'), 200, /./],
    [basic('ada', ''), 401, /Invalid password\/token for user: ada/],
    [basic('ada', '11invalid'), 401, /Invalid password\/token/],
    [basic('ada', '11expired'), 401, /Invalid password\/token/],
    [{ authorization: 'Bearer 11aa' }, 403, /anonymous/],
  ];
  it.each(CASES)('%j is %i', async (headers, status, text) => {
    const reply = await openWorld().ask('jenkins', 'GET /queue/api/json', { headers });
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body)).toMatch(text);
    expect(reply.headers?.['x-jenkins']).toMatch(/^2\./);
  });

  it.each([undefined, 'wrong'])('refuses a POST with the crumb %s', async (crumb) => {
    const jenkins = openWorld().asking('jenkins', basic('ada', '11aa'));
    const reply = await jenkins(BUILD, { ...FORM, ...(crumb && { headers: { 'jenkins-crumb': crumb } }) });
    expect(reply).toMatchObject({
      status: 403,
      body: expect.stringContaining('No valid crumb was included in the request'),
    });
  });
});

describe('paths', () => {
  const CASES: [call: string, status: number][] = [
    ['GET /nowhere', 404],
    ['GET /job/missing/api/json', 404],
    ['GET /job/a/b/api/json', 404],
    ['GET /job/app/7/api/json', 404],
    ['GET /queue/item/7/api/json', 404],
    ['POST /job/missing/buildWithParameters', 404],
    ['GET /job/app/api/json', 200],
    ['GET /job/app/api/json?tree=builds[number', 400],
  ];
  it.each(CASES)('%s is %i', async (call, status) => {
    const { jenkins } = await open();
    expect((await jenkins(call)).status).toBe(status);
  });
});

describe('a build', () => {
  it('goes through the queue and shows its parameters', async () => {
    const { jenkins } = await open();
    const made = await jenkins(BUILD, FORM);
    expect(made).toMatchObject({
      status: 201,
      headers: { location: 'http://127.0.0.1:4100/_local/jenkins/queue/item/1/' },
    });
    const item = 'GET /queue/item/1/api/json';
    expect((await jenkins(item)).body).toMatchObject({ id: 1, executable: null });
    const url = `http://127.0.0.1:4100/_local/jenkins${JOB}/1/`;
    expect((await jenkins(item)).body).toMatchObject({ cancelled: false, executable: { number: 1, url } });
    expect((await jenkins(`GET ${JOB}/1/api/json`)).body).toMatchObject({
      number: 1,
      url,
      building: true,
      result: null,
      queueId: 1,
      actions: [
        {
          parameters: [
            { name: 'RELEASE_VERSION', value: '1.5.0' },
            { name: 'BRANCH', value: 'release/1.5.0' },
          ],
        },
      ],
    });
  });

  it('takes parameters from the query too, and not the build token', async () => {
    const { jenkins } = await open();
    await jenkins('POST /job/app/buildWithParameters?BRANCH=main&token=t&delay=0sec');
    const { body } = await jenkins('GET /queue/api/json');
    expect(Object(body).items[0].actions).toEqual([{ parameters: [{ name: 'BRANCH', value: 'main' }] }]);
  });

  it('starts when its job is looked at, and leaves the queue at the second listing', async () => {
    const { jenkins } = await open();
    await jenkins(BUILD, FORM);
    expect(Object((await jenkins('GET /queue/api/json')).body).items).toHaveLength(1);
    expect(Object((await jenkins('GET /queue/api/json')).body).items).toHaveLength(0);
    await jenkins(BUILD, FORM);
    expect((await jenkins(`GET ${JOB}/api/json`)).body).toMatchObject({
      builds: [{ number: 2 }, { number: 1 }],
    });
  });

  it('is two builds when it is triggered twice', async () => {
    const { jenkins } = await open();
    const locations = [await jenkins(BUILD, FORM), await jenkins(BUILD, FORM)].map(({ headers }) => headers?.location);
    expect(new Set(locations).size).toBe(2);
  });
});

describe('a tree expression', () => {
  const CASES: [tree: string, body: object][] = [
    ['name,fullName', { name: 'app', fullName: 'app' }],
    ['builds[number]', { builds: [{ number: 3 }, { number: 2 }, { number: 1 }] }],
    ['builds[number]{0,2}', { builds: [{ number: 3 }, { number: 2 }] }],
    ['builds[number]{1}', { builds: [{ number: 2 }] }],
    ['builds[actions[parameters[value]]]{0,1}', { builds: [{ actions: [{ parameters: [{ value: 'c' }] }] }] }],
    ['name,none', { name: 'app' }],
    [
      'property[parameterDefinitions[name]]',
      { property: [{ parameterDefinitions: expect.arrayContaining([expect.objectContaining({ name: 'BRANCH' })]) }] },
    ],
  ];
  it.each(CASES)('%s picks what it names', async (tree, body) => {
    const { jenkins } = await open();
    for (const value of ['a', 'b', 'c'])
      await jenkins('POST /job/app/buildWithParameters', { form: { BRANCH: value } });
    const reply = await jenkins(`GET /job/app/api/json?tree=${encodeURIComponent(tree)}`);
    expect(reply).toMatchObject({ status: 200, body });
    const asked = tree.replace(/\[.*?\](?=,|\{|$)|\{.*?\}/g, '').split(',');
    expect(Object.keys(Object(reply.body)).filter((name) => !asked.includes(name))).toEqual([]);
  });
});
