// Late news of a deleted release changes nothing: events, reports from outside, tasks and waits of its workflow. None
// fails, none writes.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENDING_EVENTS, WAKING_EVENTS } from '../../../functions/releases/manifest.ts';
import { tasks } from '../../../functions/releases/tasks.handler.ts';
import { type Kit, startWorkflow, type TaskName, TENANT_ID, type Workflow } from '../fixture.ts';
import { deletionsOf, type Items } from './full-release.ts';

let flow: Workflow;
let kit: Kit;
let deletions: ReturnType<typeof deletionsOf>;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  deletions = deletionsOf(flow, kit);
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.answers.length = 0;
  flow.started.length = 0;
});

type Item = Record<string, unknown>;

const tenantId = TENANT_ID as never;

/** Tasks that wait, or that are about no release that there is. */
const OF_NO_RELEASE = ['awaitChange', 'createTrainRelease', 'removeReleases'];

describe.each([
  ['before the rest of it was removed', false],
  ['after the rest of it was removed', true],
])('what comes about a deleted release %s', (_, isHeard) => {
  let id: string;
  let before: Items;
  const branchRelease = `release/late-${isHeard}`;
  const release = () => ({ releaseId: id, releaseKey: 'payments-api@late', version: '1.0.0' });
  beforeAll(async () => {
    id = await deletions.fullRelease({ branchRelease });
    await deletions.remove(id);
    if (isHeard) await deletions.hearDeletion(id);
    before = await deletions.everything();
  });

  const envelope = (data: Item) => ({
    ...{ id: 'event-1', version: 1, tenantId: TENANT_ID, occurredAt: '2026-03-01T12:00:00.000Z', correlationId: 'x' },
    actor: { type: 'USER', id: 'ada', name: 'Ada' },
    data,
  });
  const late = (source: string, type: string, data: Item = {}) =>
    flow.hear(flow.busEvent(`windlass.${source}`, type, envelope({ ...release(), ...data })));
  const events: [string, () => Promise<unknown>][] = [
    ...[...WAKING_EVENTS, ...ENDING_EVENTS].map(
      ({ type }) => [type, () => late('releases', type)] as [string, () => Promise<unknown>],
    ),
    [
      'ReleaseUpdated',
      () => late('releases', 'ReleaseUpdated', { revision: 3, changed: [], ticketIntegrationId: kit.tickets }),
    ],
    [
      'RolloutRequested',
      () => late('releases', 'RolloutRequested', { targetIntegrationId: kit.appStore, wishId: 'wish' }),
    ],
    [
      'ApprovalDecided',
      () =>
        late('approvals', 'ApprovalDecided', {
          subject: { type: 'Release', id: release().releaseId, key: 'app@1.0.0' },
          ...{ approvalId: 'approval', stage: 'REGRESSION_SIGN_OFF', round: 3, question: 'Sign off?' },
          ...{ status: 'APPROVED', decidedBy: 'ada' },
        }),
    ],
    [
      'IntegrationDeleted',
      () =>
        late('integrations', 'IntegrationDeleted', {
          ...{ integrationId: 'gone', kind: 'TICKET', type: 'JIRA', name: 'x', isActive: true },
          verificationStatus: 'VALID',
        }),
    ],
    [
      'a press of a button in chat',
      () =>
        late('chat', 'ApprovalDecisionRequested', {
          ...{ approvalId: id, action: 'APPROVED', externalUserId: 'U1', provider: 'slack' },
        }),
    ],
    [
      'a build of its branch',
      () =>
        flow.ci('github', 'workflow_run', {
          action: 'completed',
          workflow_run: {
            ...{ id: 1, run_number: 1, html_url: 'https://ci.test/1', head_branch: branchRelease },
            ...{ status: 'completed', conclusion: 'success' },
          },
        }),
    ],
    [
      'a push to its branch',
      () => flow.ci('github', 'push', { ref: `refs/heads/${branchRelease}`, after: 'a', commits: [{ id: 'a' }] }),
    ],
  ];
  it.each(events)('%s changes nothing and fails nothing', async (_, hear) => {
    await hear();
    expect(await deletions.writtenSince(before)).toEqual([]);
    expect(flow.started).toEqual([]);
  });

  it.each(Object.keys(tasks).filter((task) => !OF_NO_RELEASE.includes(task)) as TaskName[])(
    'the task %s does nothing and answers that the workflow is over',
    async (task) => {
      const answer = await flow.run(task, id, {
        ...{ pipelineIntegrationId: kit.iosPipeline, targetIntegrationId: kit.appStore },
        ...{ error: { Error: 'integration.refused', Cause: '' } },
        ...{
          targetReleaseDate: '2026-03-01T11:00:00.000Z',
          revision: 1,
          lap: 1,
          startedAt: '2026-03-01T10:00:00.000Z',
        },
      });
      expect(answer).toMatchObject({ step: 'FINISH' });
      expect(await deletions.writtenSince(before)).toEqual([]);
    },
  );

  it('a wait that begins is over at once', async () => {
    await flow.run('awaitChange', id, { wait: 'BUILDS', taskToken: 'late' });
    expect(flow.answers).toEqual([{ token: 'late', output: expect.objectContaining({ step: 'FINISH' }) }]);
    expect(await flow.world.releases.waitOf(tenantId, id)).toBeUndefined();
  });

  it('the question for its sign-off is not asked', async () => {
    await flow.ask(id);
    expect(await deletions.writtenSince(before)).toEqual([]);
  });
});
