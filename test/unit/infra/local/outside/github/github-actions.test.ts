// GitHub Actions in the GitHub stand-in: dispatches and runs.
import { describe, expect, it } from 'vitest';
import { exampleOf, open, R } from './github-fixture.ts';

describe('Actions', () => {
  const W = `${R}/actions/workflows/release.yml`;

  it('answers a dispatch with 204, or with the run when asked', async () => {
    const github = open();
    expect(await github(`POST ${W}/dispatches`, { json: { ref: 'main' } })).toEqual({ status: 204 });
    const detailed = await github(`POST ${W}/dispatches`, {
      json: { ref: 'main', inputs: { BRANCH: 'main' }, return_run_details: true },
    });
    expect(detailed).toMatchObject({
      status: 200,
      body: { workflow_run_id: expect.any(Number), html_url: expect.any(String) },
    });
    const run = await github(`GET ${R}/actions/runs/${Object(detailed.body).workflow_run_id}`);
    expect(run.body).toMatchObject({
      run_number: 2,
      event: 'workflow_dispatch',
      head_branch: 'main',
      status: 'queued',
      conclusion: null,
    });
  });

  it('has a run queued at first sight, then in progress', async () => {
    const github = open();
    const { body } = await github(`POST ${W}/dispatches`, { json: { ref: 'main', return_run_details: true } });
    const run = `${R}/actions/runs/${Object(body).workflow_run_id}`;
    const statuses = [await github(`GET ${run}`), await github(`GET ${run}`)].map((reply) => Object(reply.body).status);
    expect(statuses).toEqual(['queued', 'in_progress']);
  });

  const FILTERS: [query: string, count: number][] = [
    ['', 2],
    ['event=workflow_dispatch', 2],
    ['event=push', 0],
    ['branch=main', 1],
    ['created=%3E%3D2026-03-02T10:00:00Z', 2],
    ['created=%3E%3D2026-03-02T10:00:01Z', 0],
  ];
  it.each(FILTERS)('lists runs by %j', async (query, count) => {
    const github = open();
    for (const ref of ['main', 'v1.0.0']) await github(`POST ${W}/dispatches`, { json: { ref } });
    const { body } = await github(`GET ${W}/runs?${query}`);
    expect(body).toMatchObject({ total_count: count });
    expect(Object(body).workflow_runs).toHaveLength(count);
  });

  it('lists the runs of one workflow only, newest first', async () => {
    const github = open();
    for (const ref of ['main', 'v1.0.0']) await github(`POST ${W}/dispatches`, { json: { ref } });
    await github(`POST ${R}/actions/workflows/other.yml/dispatches`, { json: { ref: 'main' } });
    const { body } = await github(`GET ${W}/runs`);
    expect(Object(body).workflow_runs.map((run: { run_number: number }) => run.run_number)).toEqual([2, 1]);
  });

  it('describes a run by the names GitHub uses in its own example', async () => {
    const github = open();
    await github(`POST ${W}/dispatches`, { json: { ref: 'main' } });
    const { body } = await github(`GET ${W}/runs`);
    const example = exampleOf('workflow_run');
    expect(
      Object.keys(Object(body).workflow_runs[0]).filter((name) => !LATER_FIELDS.includes(name) && !(name in example)),
    ).toEqual([]);
  });
});

/** Added to runs after the example was recorded. */
const LATER_FIELDS = ['path', 'run_attempt'];
