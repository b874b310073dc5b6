// The pipeline client of GitLab CI: one pipeline for a trigger, recognized again by its variable, or else by ref and time.
import { describe, expect, it } from 'vitest';
import { createGitlabCiClient } from '../../../../../functions/_adapters/gitlab-ci/gitlab-ci-client.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const P = '/api/v4/projects/acme%2Fmobile%2Fapp';
const LIST = `GET ${P}/pipelines`;
const CREATE = `POST ${P}/pipeline`;
const TRIGGER = `POST ${P}/trigger/pipeline`;

const INPUT = {
  branch: 'release/1.5.0',
  parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' },
  triggerId: 'trigger-1',
  since: '2026-03-01T12:00:00.500Z',
  mayHaveStarted: false,
};
const pipeline = (id: number, created_at = '2026-03-01T12:00:01Z', source = 'api') => ({
  id,
  iid: id - 900,
  web_url: `https://gitlab.example/p/${id}`,
  created_at,
  source,
});
const build = (id: number) => ({
  buildUrl: `https://gitlab.example/p/${id}`,
  buildNumber: String(id - 900),
  externalId: String(id),
});
const variables = (id: number, triggerId: string) => ({
  [`GET ${P}/pipelines/${id}/variables`]: { body: [{ key: 'WINDLASS_TRIGGER_ID', value: triggerId }] },
});

async function withCi(
  answers: Answers,
  run: (client: ReturnType<typeof createGitlabCiClient>, service: HttpService) => Promise<void>,
  credentials: object = {},
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).GITLAB_CI;
  const context = { ...sample, credentials: { ...sample.credentials, ...credentials } };
  await run(createGitlabCiClient({ ...context, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const project = (over: object = {}) => ({
    [`GET ${P}`]: { body: { path_with_namespace: 'acme/mobile/app', ...over } },
  });

  it('says what it can build', async () => {
    await withCi({ ...project(), [LIST]: { body: [] } }, async (client) => {
      expect(await client.verify()).toBe('Can start pipelines of acme/mobile/app');
    });
  });

  it.each([
    ['an archived project', project({ archived: true })],
    ['a guest', project({ permissions: { project_access: { access_level: 20 }, group_access: null } })],
  ])('refuses %s', async (_label, answers) => {
    await withCi(answers, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });

  it('is unauthorized where CI is switched off', async () => {
    await withCi({ ...project(), [LIST]: { status: 403, body: { message: '403 Forbidden' } } }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.unauthorized' });
    });
  });
});

describe('trigger', () => {
  it('starts a pipeline with the parameters and our mark as variables', async () => {
    await withCi({ [CREATE]: { status: 201, body: pipeline(901) } }, async (client, service) => {
      expect(await client.trigger(INPUT)).toEqual(build(901));
      expect(service.only(CREATE).json).toEqual({
        ref: 'release/1.5.0',
        variables: [
          { key: 'RELEASE_VERSION', value: '1.5.0' },
          { key: 'BRANCH', value: 'release/1.5.0' },
          { key: 'WINDLASS_TRIGGER_ID', value: 'trigger-1' },
        ],
      });
    });
  });

  it('starts it by the trigger token where there is one', async () => {
    const answers = { [TRIGGER]: { status: 201, body: pipeline(901) } };
    const credentials = { triggerToken: 'glptt-1' };
    await withCi(
      answers,
      async (client, service) => {
        expect(await client.trigger(INPUT)).toEqual(build(901));
        expect(Object.fromEntries(new URLSearchParams(service.only(TRIGGER).text))).toEqual({
          token: 'glptt-1',
          ref: 'release/1.5.0',
          'variables[RELEASE_VERSION]': '1.5.0',
          'variables[BRANCH]': 'release/1.5.0',
          'variables[WINDLASS_TRIGGER_ID]': 'trigger-1',
        });
      },
      credentials,
    );
  });

  it('answers the one that an earlier attempt started, by its variable', async () => {
    const answers = {
      [LIST]: { body: [pipeline(901), pipeline(902), pipeline(903)] },
      ...variables(901, 'trigger-0'),
      ...variables(902, 'trigger-1'),
    };
    await withCi(answers, async (client, service) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toEqual(build(902));
      expect(service.calls('POST')).toEqual([]);
      expect(service.only(LIST).query).toEqual({
        ref: 'release/1.5.0',
        updated_after: '2026-03-01T11:59:55.500Z',
        order_by: 'id',
        sort: 'asc',
        per_page: '100',
      });
    });
  });

  it.each([403, 404])('takes the first since then where variables are hidden (%i)', async (status) => {
    const hidden = { status, body: { message: 'hidden' } };
    const answers = {
      [LIST]: {
        body: [pipeline(900, '2026-03-01T11:00:00Z'), pipeline(901, undefined, 'push'), pipeline(902), pipeline(903)],
      },
      [`GET ${P}/pipelines/902/variables`]: hidden,
      [`GET ${P}/pipelines/903/variables`]: hidden,
    };
    await withCi(answers, async (client) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toEqual(build(902));
    });
  });

  it('takes none for ours while GitLab blocks it from looking at variables (K6)', async () => {
    const blocked = { status: 403, body: { message: '403 Forbidden: rate limit exceeded, try again later' } };
    const answers = { [LIST]: { body: [pipeline(902)] }, [`GET ${P}/pipelines/902/variables`]: blocked };
    await withCi(answers, async (client, service) => {
      await expect(client.trigger({ ...INPUT, mayHaveStarted: true })).rejects.toMatchObject({
        code: 'integration.rate_limited',
      });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it('starts one when an earlier attempt started nothing', async () => {
    const other = { key: 'OTHER', value: 'trigger-1' };
    const answers = {
      [LIST]: { body: [pipeline(901)] },
      [`GET ${P}/pipelines/901/variables`]: { body: [other] },
      [CREATE]: { status: 201, body: pipeline(902) },
    };
    await withCi(answers, async (client) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toEqual(build(902));
    });
  });

  it('does not start one while it cannot look', async () => {
    await withCi({ [LIST]: { status: 502 } }, async (client, service) => {
      await expect(client.trigger({ ...INPUT, mayHaveStarted: true })).rejects.toMatchObject({
        code: 'integration.unavailable',
      });
      expect(service.calls('POST')).toEqual([]);
    });
  });

  it("passes GitLab's refusal on, without its trigger token", async () => {
    const refused = { status: 400, body: { message: { base: ['Reference not found, said glptt-canary'] } } };
    await withCi(
      { [TRIGGER]: refused },
      async (client) => {
        await expect(client.trigger(INPUT)).rejects.toMatchObject({
          code: 'integration.refused',
          message: expect.stringContaining('base: Reference not found, said [redacted]'),
        });
      },
      { triggerToken: 'glptt-canary' },
    );
  });

  it('answers a build without a number of an older GitLab', async () => {
    const { iid: _, ...old } = pipeline(901);
    await withCi({ [CREATE]: { status: 201, body: old } }, async (client) => {
      expect(await client.trigger(INPUT)).toEqual({ buildUrl: 'https://gitlab.example/p/901', externalId: '901' });
    });
  });
});

describe('status', () => {
  const asked = { externalId: '951', branch: 'release/1.5.0', triggerId: 'trigger-1', since: INPUT.since };
  const ONE = `GET ${P}/pipelines/951`;

  it.each([
    ['created', 'RUNNING'],
    ['pending', 'RUNNING'],
    ['running', 'RUNNING'],
    ['manual', 'RUNNING'],
    ['canceling', 'RUNNING'],
    ['success', 'SUCCESS'],
    ['failed', 'FAILED'],
    ['canceled', 'CANCELLED'],
    ['skipped', 'CANCELLED'],
  ])('of a pipeline that is %s (K13)', async (status, expected) => {
    await withCi({ [ONE]: { body: { ...pipeline(951), status, sha: 'abc' } } }, async (client) => {
      expect(await client.status(asked)).toEqual({
        ...build(951),
        status: expected,
        commitSha: 'abc',
        buildLogUrl: 'https://gitlab.example/p/951',
      });
    });
  });

  it('knows nothing of a pipeline that was deleted', async () => {
    await withCi({ [ONE]: { status: 404 } }, async (client) => {
      expect(await client.status(asked)).toBeUndefined();
    });
  });
});
