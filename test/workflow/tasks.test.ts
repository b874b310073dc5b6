// Every task acts only when the stored state calls for it, has its effect once however often it runs, and wins or loses a
// race without leaving half of anything.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import type { StepName } from '../../entities/releases/lifecycle/next-step.model.ts';
import { TENANT_ID } from '../support/http.ts';
import { type Kit, STEPS, startWorkflow, type TaskName, type Workflow } from './fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.services.calls.length = 0;
  flow.services.state.before = () => {};
  flow.services.state.after = () => {};
});

interface Row {
  readonly task: TaskName;
  readonly at: StepName;
  readonly next: StepName;
  readonly tells: readonly string[];
  /** Which part it is asked to act on. */
  readonly more?: () => Record<string, unknown>;
}
const ios = () => ({ pipelineIntegrationId: kit.iosPipeline });
const appStore = () => ({ targetIntegrationId: kit.appStore });

const rows: Row[] = [
  { task: 'cutReleaseBranch', at: 'CUT_BRANCH', next: 'CREATE_EPICS', tells: ['ReleaseBranchCut'] },
  { task: 'createEpics', at: 'CREATE_EPICS', next: 'START', tells: ['ReleaseEpicsCreated'] },
  { task: 'startRelease', at: 'START', next: 'TRIGGER_BUILDS', tells: ['ReleaseStarted'] },
  { task: 'lookForCommits', at: 'AWAIT_COMMITS', next: 'TRIGGER_BUILDS', tells: [], more: () => ({ waitingSince: 0 }) },
  { task: 'requestBuilds', at: 'REQUEST_BUILDS', next: 'TRIGGER_BUILDS', tells: ['BuildRequested', 'BuildRequested'] },
  { task: 'triggerBuild', at: 'TRIGGER_BUILDS', next: 'TRIGGER_BUILDS', tells: ['BuildTriggered'], more: ios },
  { task: 'startRegression', at: 'START_REGRESSION', next: 'LIST_COMMITS', tells: ['RegressionStarted'] },
  { task: 'listCommits', at: 'LIST_COMMITS', next: 'REQUEST_SIGN_OFF', tells: [] },
  { task: 'submitRelease', at: 'SUBMIT', next: 'SUBMIT_TARGETS', tells: ['ReleaseSubmitted'] },
  { task: 'submitTarget', at: 'SUBMIT_TARGETS', next: 'SUBMIT_TARGETS', tells: ['TargetSubmitted'], more: appStore },
  { task: 'publishRelease', at: 'PUBLISH', next: 'COMPLETE', tells: ['ReleasePublished'] },
  { task: 'completeRelease', at: 'COMPLETE', next: 'FINISH', tells: ['ReleaseReleased'] },
];

const act = (row: Row, id: string) => flow.run(row.task, id, row.more?.() ?? {});
const told = async (id: string) => (await flow.typesOf(id)).slice(1);

describe.each(rows)('$task', (row) => {
  it('does its work and says what comes next', async () => {
    const id = await flow.at(row.at, kit);
    const plan = await act(row, id);
    expect(await flow.stepOf(id)).toBe(row.next);
    if (plan !== undefined) expect(plan.step).toBe(row.next);
    expect(await told(id)).toEqual(row.tells);
  });

  it('run again, changes nothing more', async () => {
    const id = await flow.at(row.at, kit);
    await act(row, id);
    const [before, calls] = [await flow.world.traceOf(id), flow.services.calls.length];
    await act(row, id);
    expect(await flow.world.traceOf(id)).toEqual(before);
    expect(flow.services.calls.length).toBe(calls);
  });

  it.each(STEPS.filter((step) => step !== row.at))('at %s, does nothing, inside or outside', async (step) => {
    const id = await flow.idleAt(step, kit);
    const before = await flow.world.traceOf(id);
    await act(row, id);
    expect(await flow.world.traceOf(id)).toEqual(before);
    expect(flow.services.calls).toEqual([]);
  });

  it('is told once when it runs twice at the same time', async () => {
    const id = await flow.at(row.at, kit);
    await Promise.all([act(row, id), act(row, id)]);
    expect(await told(id)).toEqual(row.tells);
  });
});

/** They change the release alone, or only read. */
const INSIDE: readonly TaskName[] = [
  ...(['startRelease', 'lookForCommits', 'requestBuilds', 'startRegression'] as const),
  ...(['submitRelease', 'completeRelease'] as const),
];
describe.each(rows.filter(({ task }) => !INSIDE.includes(task)))('$task, which acts outside', (row) => {
  it('acts again after a lost race, and has its effect once', async () => {
    const id = await flow.at(row.at, kit);
    let isFirst = true;
    flow.services.state.after = async () => {
      if (!isFirst) return;
      isFirst = false;
      await flow.put(id, {
        release: { description: 'changed meanwhile' },
        build: { buildUrl: 'x' },
        target: { submissionId: 'x' },
      });
    };
    await act(row, id);
    expect(await told(id)).toEqual(row.tells);
    expect((await flow.world.stored(id)).release.description).toBe('changed meanwhile');
  });

  it('has its effect once when its answer was lost and it is run again', async () => {
    const id = await flow.at(row.at, kit);
    const effects = () =>
      JSON.stringify(Object.values(flow.services.done).map((kept) => ('size' in kept ? kept.size : kept.length)));
    let afterFirst = '';
    flow.services.state.after = (call) => {
      // Reading the commits for a store's notes is no effect; the submission after it is.
      if (row.task === 'submitTarget' && call.startsWith('commits')) return;
      afterFirst ||= effects();
      throw integrationErrors.unavailable();
    };
    await expect(act(row, id)).rejects.toMatchObject({ name: 'integration.unavailable' });
    expect(await told(id)).toEqual([]);
    flow.services.state.after = () => {};
    await act(row, id);
    expect(await told(id)).toEqual(row.tells);
    if (row.task === 'triggerBuild' || row.task === 'submitTarget' || row.task === 'cutReleaseBranch') {
      expect(effects()).toBe(afterFirst);
    }
  });

  it('passes on what the service answered, by its code', async () => {
    const id = await flow.at(row.at, kit);
    flow.services.state.before = () => {
      throw integrationErrors.refused({ detail: 'no' });
    };
    await expect(act(row, id)).rejects.toMatchObject({ name: 'integration.refused', message: 'no' });
    expect(await told(id)).toEqual([]);
  });
});

describe.each(['cutReleaseBranch', 'createEpics', 'publishRelease'] as const)('%s', (task) => {
  it('changes nothing in a release that is cancelled while it acts outside, but that a version which users have is tagged (W11i)', async () => {
    const row = rows.find((item) => item.task === task) as Row;
    const id = await flow.at(row.at, kit);
    flow.services.state.after = async () => {
      if ((await flow.world.stored(id)).release.status !== 'CANCELLED')
        await flow.world.asLead('POST', `/releases/${id}/cancel`);
    };
    const plan = await act(row, id);
    expect(plan.step).toBe('CLEAN_UP');
    // Users have what is published: it is tagged all the same.
    const isOut = task === 'publishRelease';
    expect(await told(id)).toEqual(['ReleaseCancelled', ...(isOut ? ['ReleasePublished'] : [])]);
  });
});

describe('createEpics', () => {
  it('goes on without an epic that wants fields which nobody fills in, and tells it (K26)', async () => {
    const id = await flow.at('CREATE_EPICS', kit);
    let asked = 0;
    flow.services.state.before = () => {
      asked += 1;
      if (asked === 1) throw integrationErrors.fields_refused({ detail: 'Team is required.' });
    };
    expect((await flow.run('createEpics', id)).step).toBe('START');
    expect(await told(id)).toEqual(['ReleaseEpicsCreated', 'EpicRefused']);
    const { release } = await flow.world.stored(id);
    expect([release.iOSEpicId, release.androidEpicId].filter((key) => key !== undefined)).toHaveLength(1);
  });
});

describe('createEpics of an integration that makes none', () => {
  it('makes no epic, and the release goes on (W12)', async () => {
    const id = await flow.at('CREATE_EPICS', kit);
    const { tickets } = flow.services.outside;
    flow.services.outside.tickets = async (...of) => ({ ...(await tickets(...of)), createsEpics: false });
    const plan = await flow.run('createEpics', id);
    flow.services.outside.tickets = tickets;
    expect([plan.step, flow.services.calls]).toEqual(['START', []]);
    expect((await flow.world.stored(id)).release).not.toHaveProperty('iOSEpicId');
  });
});

describe('triggerBuild', () => {
  it('notes on the pipeline when a release last had it build (W12)', async () => {
    const id = await flow.at('TRIGGER_BUILDS', kit);
    await flow.run('triggerBuild', id, ios());
    const pipeline = { kind: 'PIPELINE', integrationId: kit.iosPipeline } as const;
    const { lastTriggeredAt, revision } = (await flow.world.integrations.get(TENANT_ID, pipeline)) ?? {};
    expect([lastTriggeredAt, revision]).toEqual([new Date(flow.world.clock.at).toISOString(), 1]);
  });
});

describe('decideNextStep', () => {
  it.each(STEPS)('says %s and changes nothing', async (step) => {
    const id = await flow.at(step, kit);
    const before = await flow.world.traceOf(id);
    expect((await flow.run('decideNextStep', id)).step).toBe(step);
    expect(await flow.world.traceOf(id)).toEqual(before);
  });

  it('is FINISH for a release that there is not any more', async () => {
    expect(await flow.run('decideNextStep', '0192f000-0000-7000-8000-00000000dead')).toMatchObject({ step: 'FINISH' });
  });
});

describe('kickOffPlanned', () => {
  const planned = { plannedDate: '2026-03-01T13:00:00Z', autoKickoff: true };
  const due = Date.parse(planned.plannedDate);
  it.each([
    ['when the date has come', planned, due, 'PENDING'],
    ['a moment before', planned, due - 1, 'KICKOFF_PENDING'],
    ['long after', planned, due + 86_400_000, 'PENDING'],
    ['that wants to be kicked off by hand', { ...planned, autoKickoff: false }, due, 'KICKOFF_PENDING'],
  ])('%s', async (_, over, at, status) => {
    const id = await flow.at('AWAIT_KICKOFF', kit, over);
    const before = await flow.world.traceOf(id);
    const now = flow.world.clock.at;
    flow.world.clock.at = at;
    await flow.run('kickOffPlanned', id);
    flow.world.clock.at = now;
    expect((await flow.world.stored(id)).release.status).toBe(status);
    if (status === 'KICKOFF_PENDING') expect(await flow.world.traceOf(id)).toEqual(before);
    else expect(await told(id)).toEqual(['ReleaseKickedOff']);
  });

  it('fixes the digests of the components', async () => {
    const { world } = flow;
    const given = { name: 'api', imageRepository: 'ghcr.io/acme/api' };
    const componentId = (await world.asLead('POST', '/components', given)).body.id;
    const record = (letter: string) =>
      world.asLead('PUT', `/components/${componentId}/versions/1.0.0`, { digest: `sha256:${letter.repeat(64)}` });
    await record('a');
    const id = await flow.at('AWAIT_KICKOFF', kit, { ...planned, components: [{ componentId, tag: '1.0.0' }] });
    await record('b');
    const now = world.clock.at;
    world.clock.at = due;
    await flow.run('kickOffPlanned', id);
    world.clock.at = now;
    const { components } = (await world.stored(id)).release;
    expect(components).toMatchObject([{ digest: `sha256:${'b'.repeat(64)}` }]);
  });
});
