// The pipeline client of GitHub Actions: one dispatch, recognized again by event, branch and time.
import { describe, expect, it } from 'vitest';
import { createGithubActionsClient } from '../../../../../functions/_adapters/github-actions/github-actions-client.ts';
import { integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answers,
  type HttpService,
  localOutbound,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const WORKFLOW = '/repos/acme/app/actions/workflows/release.yml';
const PAGE = 'https://github.com/acme/app/blob/main/.github/workflows/release.yml';
const workflow = { body: { name: 'Release', state: 'active', html_url: PAGE } };
const runUrl = (id: number) => `https://github.com/acme/app/actions/runs/${id}`;
const run = (id: number, created_at: string) => ({ id, run_number: id - 900, html_url: runUrl(id), created_at });
const runs = (...list: readonly object[]) => ({ body: { workflow_runs: list } });

const INPUT = {
  branch: 'release/1.5.0',
  parameters: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' },
  triggerId: 'trigger-1',
  since: '2026-03-01T12:00:00.500Z',
  mayHaveStarted: false,
};

async function withActions(
  answers: Answers,
  run: (client: ReturnType<typeof createGithubActionsClient>, service: HttpService) => Promise<void>,
) {
  await using service = await startHttpService(answers);
  const sample = integrationSamples(service.url).GITHUB_ACTIONS;
  await run(createGithubActionsClient({ ...sample, outbound: localOutbound, now: Date.now }), service);
}

describe('verify', () => {
  const repository = { body: { full_name: 'acme/app', permissions: { push: true } } };
  const probed = (status: number, message: string) => ({
    [`GET ${WORKFLOW}`]: workflow,
    'GET /repos/acme/app': repository,
    [`POST ${WORKFLOW}/dispatches`]: { status, body: { message } },
  });

  it('says which workflow it can read, and starts none', async () => {
    await withActions(probed(422, 'No ref found for: refs/heads/x'), async (client, service) => {
      expect(await client.verify()).toBe('Can read the workflow Release of acme/app');
      const { ref } = service.only(`POST ${WORKFLOW}/dispatches`).json as { ref: string };
      expect(ref).toMatch(/^refs\/heads\/windlass-verifies-0{40}$/);
    });
  });

  it.each([
    [
      'a token that may not start workflows',
      probed(403, 'Resource not accessible by personal access token'),
      'integration.unauthorized',
      'The token can read Release but not start it',
    ],
    [
      'a workflow that nobody can start',
      probed(422, "Workflow does not have 'workflow_dispatch' trigger"),
      'integration.refused',
      'The workflow Release cannot be started: add workflow_dispatch to its `on:`',
    ],
  ])('refuses %s (K27)', async (_, answers, code, message) => {
    await withActions(answers, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    });
  });

  it('refuses a disabled workflow', async () => {
    const disabled = { body: { ...workflow.body, state: 'disabled_manually' } };
    await withActions({ [`GET ${WORKFLOW}`]: disabled }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });
});

describe('trigger', () => {
  const dispatch = `POST ${WORKFLOW}/dispatches`;
  const list = `GET ${WORKFLOW}/runs`;

  it('dispatches with the declared inputs alone and answers the run', async () => {
    const started = { body: { workflow_run_id: 999, run_url: 'https://api.github.com/x', html_url: runUrl(999) } };
    await withActions({ [dispatch]: started }, async (client, service) => {
      expect(await client.trigger(INPUT)).toEqual({ buildUrl: runUrl(999), externalId: '999' });
      expect(service.only(dispatch).json).toEqual({
        ref: 'release/1.5.0',
        inputs: { RELEASE_VERSION: '1.5.0', BRANCH: 'release/1.5.0' },
        return_run_details: true,
      });
    });
  });

  it('dispatches again without the option where a server does not know it', async () => {
    const unknown = { status: 400, body: { message: 'Invalid request. "return_run_details" is not a permitted key.' } };
    const answers = { [dispatch]: [unknown, { status: 204 }], [list]: runs(run(901, '2026-03-01T12:00:02Z')) };
    await withActions(answers, async (client, service) => {
      expect(await client.trigger(INPUT)).toEqual({ buildUrl: runUrl(901), buildNumber: '1', externalId: '901' });
      expect(service.seen[1]?.json).not.toHaveProperty('return_run_details');
    });
  });

  it('answers the workflow and its own id while the run does not show', async () => {
    const answers = { [dispatch]: { status: 204 }, [list]: runs(), [`GET ${WORKFLOW}`]: workflow };
    await withActions(answers, async (client) => {
      expect(await client.trigger(INPUT)).toEqual({ buildUrl: PAGE, externalId: 'dispatch:trigger-1' });
    });
  });

  it('answers the run that an earlier attempt started, the first since then', async () => {
    const listed = runs(
      run(903, '2026-03-01T12:10:00Z'),
      run(902, '2026-03-01T12:00:01Z'),
      run(901, '2026-03-01T11:59:00Z'),
    );
    await withActions({ [list]: listed }, async (client, service) => {
      const started = await client.trigger({ ...INPUT, mayHaveStarted: true });
      expect(started).toEqual({ buildUrl: runUrl(902), buildNumber: '2', externalId: '902' });
      expect(service.calls('POST')).toEqual([]);
      expect(service.only(list).query).toMatchObject({
        event: 'workflow_dispatch',
        branch: 'release/1.5.0',
        created: '>=2026-03-01T11:59:55Z',
      });
    });
  });

  it('dispatches when an earlier attempt started nothing', async () => {
    const started = { body: { workflow_run_id: 999, html_url: runUrl(999) } };
    await withActions({ [list]: runs(), [dispatch]: started }, async (client, service) => {
      expect(await client.trigger({ ...INPUT, mayHaveStarted: true })).toMatchObject({ externalId: '999' });
      expect(service.calls('POST')).toHaveLength(1);
    });
  });

  it("passes GitHub's refusal of an undeclared input on", async () => {
    const refused = { status: 422, body: { message: 'Unexpected inputs provided: ["BRANCH"]' } };
    await withActions({ [dispatch]: refused }, async (client, service) => {
      await expect(client.trigger(INPUT)).rejects.toMatchObject({
        code: 'integration.refused',
        message: expect.stringContaining('Unexpected inputs provided: ["BRANCH"]'),
      });
      expect(service.calls('POST')).toHaveLength(1);
    });
  });
});

describe('status', () => {
  const asked = { externalId: '951', branch: 'release/1.5.0', triggerId: 'trigger-1', since: INPUT.since };
  const RUN = 'GET /repos/acme/app/actions/runs/951';
  const state = (status: string, conclusion: string | null) => ({
    [RUN]: { body: { ...run(951, INPUT.since), run_attempt: 2, status, conclusion, head_sha: 'abc' } },
  });

  it.each([
    ['queued', null, 'RUNNING'],
    ['in_progress', null, 'RUNNING'],
    ['completed', 'success', 'SUCCESS'],
    ['completed', 'neutral', 'SUCCESS'],
    ['completed', 'failure', 'FAILED'],
    ['completed', 'timed_out', 'FAILED'],
    ['completed', 'startup_failure', 'FAILED'],
    ['completed', 'cancelled', 'CANCELLED'],
    ['completed', 'skipped', 'CANCELLED'],
    ['completed', 'action_required', 'RUNNING'],
  ])('of a run that is %s with %s (K13)', async (status, conclusion, expected) => {
    await withActions(state(status, conclusion), async (client) => {
      expect(await client.status(asked)).toEqual({
        status: expected,
        externalId: '951',
        buildNumber: '51',
        attempt: 2,
        buildUrl: runUrl(951),
        buildLogUrl: runUrl(951),
        commitSha: 'abc',
      });
    });
  });

  it('finds the run that did not show when it was dispatched', async () => {
    const answers = {
      [`GET ${WORKFLOW}/runs`]: runs(run(951, '2026-03-01T12:00:01Z')),
      ...state('completed', 'success'),
    };
    await withActions(answers, async (client) => {
      expect(await client.status({ ...asked, externalId: 'dispatch:trigger-1' })).toMatchObject({ externalId: '951' });
    });
  });

  it.each([
    ['was deleted', { [RUN]: { status: 404 } }, '951'],
    ['never showed', { [`GET ${WORKFLOW}/runs`]: runs() }, 'dispatch:trigger-1'],
  ])('knows nothing of a run that %s', async (_, answers, externalId) => {
    await withActions(answers as Answers, async (client) => {
      expect(await client.status({ ...asked, externalId })).toBeUndefined();
    });
  });
});
