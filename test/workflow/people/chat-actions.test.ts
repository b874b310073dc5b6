// `/windlass retry`, `resume`, `cycle` and `trigger`, once Slack's request is on the bus: done in the name of the member, by the
// release's own Slack alone.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHAT_RULES } from '../../../entities/releases/lifecycle/chat-action.model.ts';
import type { ChatAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { manifest } from '../../../functions/releases/manifest.ts';
import { WORKSPACE } from '../../support/release-world.ts';
import { type Kit, startWorkflow, TENANT_ID, type Workflow } from '../fixture.ts';

let flow: Workflow;
let kit: Kit;
beforeAll(async () => {
  flow = await startWorkflow();
  kit = await flow.world.integrationKit();
  await flow.world.member('LEAD', { slackUserId: 'U0LEAD' });
  await flow.world.member('VIEWER', { slackUserId: 'U0VIEWER' });
});
afterAll(() => flow.stop());
beforeEach(() => {
  flow.whispers.length = 0;
});

const RESPONSE_URL = 'https://hooks.slack.com/actions/T0/1/secret';
const wish = (releaseId: string, action: ChatAction, over: object = {}) =>
  flow.hear(
    flow.busEvent('windlass.chat', 'ReleaseActionRequested', {
      ...{ id: 'event-1', version: 1, tenantId: TENANT_ID, correlationId: 'slack-1' },
      occurredAt: '2026-03-01T12:00:00.000Z',
      actor: { type: 'EXTERNAL', id: 'U0LEAD', name: 'somebody' },
      data: {
        ...{ releaseId, action, cycle: 1, externalUserId: 'U0LEAD', provider: 'slack', responseUrl: RESPONSE_URL },
        ...{ integrationId: kit.chat, workspaceId: WORKSPACE, ...over },
      },
    }),
  );

const PAUSED = { isPaused: true, pauseReason: 'TASK_FAILURE', pauseError: 'no' };
/** Step it begins at, what it has beside, the audit's action, and an attribute that the release has then. */
const deeds: [ChatAction, Parameters<Workflow['put']>[1], string, object][] = [
  ['retry', { release: PAUSED }, 'release.retried', { isPaused: false }],
  ['resume', { release: PAUSED }, 'release.resumed', { isPaused: false }],
  ['cycle', { release: { pendingCommits: ['sha'] } }, 'regression.started', { regressionCycle: 2 }],
  ['trigger', { build: { buildStatus: 'FAILED' } }, 'build.requested', { regressionCycle: 1 }],
];

describe('a deed by slash command', () => {
  it.each(deeds)(
    '%s is done once, and the audit names the person and the Slack (W-text: slash commands that texts name)',
    async (action, put, audited, after) => {
      const id = await flow.at('REQUEST_SIGN_OFF', kit);
      await flow.put(id, put);
      await wish(id, action);
      await wish(id, action);
      const { release, pipelines } = await flow.world.stored(id);
      expect(release).toMatchObject(after);
      const entries = (await flow.world.auditOf(id)).filter((one) => one.action === audited);
      const via = { integrationId: kit.chat, workspaceId: WORKSPACE, externalUserId: 'U0LEAD' };
      const entry = { actor: { type: 'USER' }, details: { via } };
      const asked = pipelines.filter(({ buildStatus }) => buildStatus === 'PENDING');
      expect(entries).toMatchObject(action === 'trigger' ? asked.map(() => entry) : [entry]);
      expect(flow.whispers).toEqual([]);
    },
  );

  it('trigger asks for builds in place of all that failed', async () => {
    const id = await flow.at('AWAIT_BUILDS', kit);
    await flow.put(id, { build: { buildStatus: 'FAILED' } });
    await wish(id, 'trigger');
    const { pipelines } = await flow.world.stored(id);
    expect(pipelines.map(({ buildStatus, triggered }) => [buildStatus, triggered])).toEqual(
      pipelines.map(() => ['PENDING', false]),
    );
  });

  const refusals: [string, object, string][] = [
    ['a viewer', { externalUserId: 'U0VIEWER' }, 'A DEVELOPER may retry a release, and you are VIEWER.'],
    ['somebody unknown', { externalUserId: 'U0NOBODY' }, 'does not know your Slack account'],
    ['another workspace', { workspaceId: 'T0EVIL' }, 'another Slack workspace'],
    ['no integration', { integrationId: undefined }, 'go to another Slack'],
  ];
  it.each(refusals)('of %s is not done, and the person is told why', async (_, over, why) => {
    const id = await flow.at('CUT_BRANCH', kit);
    await flow.put(id, { release: PAUSED });
    await wish(id, 'retry', over);
    expect((await flow.world.stored(id)).release.isPaused).toBe(true);
    expect(flow.whispers).toMatchObject([{ url: RESPONSE_URL, text: expect.stringContaining(why) }]);
  });

  it.each([
    ['retry', 'retryRelease'],
    ['resume', 'resumeRelease'],
    ['cycle', 'openRegressionCycle'],
    ['trigger', 'triggerPipeline'],
  ] as const)('%s needs the role of the route %s', (action, route) => {
    expect(CHAT_RULES[action].role).toBe(manifest.routes[route].access.role);
  });
});
