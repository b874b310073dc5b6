// The Slack notifier: each message once, whatever Slack and the machine do.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { busEvent, type Notifier, RELEASE_ID } from '../fixture.ts';
import {
  callsOf,
  changes,
  onlySaid,
  POST,
  type Posted,
  posted,
  REPLIES,
  released,
  said,
  startSlack,
  UPDATE,
} from './slack-fixture.ts';

let slackWorld: Awaited<ReturnType<typeof startSlack>>;
let notifier: Notifier;
const slackAnswers: typeof slackWorld.answers = (...answers) => slackWorld.answers(...answers);
const parentIsThere = () => slackWorld.parentIsThere();

beforeEach(async () => {
  slackWorld = await startSlack();
  notifier = slackWorld.notifier;
});
afterEach(() => slackWorld.stop());

describe('a message', () => {
  it('is posted and noted with its id', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    expect(await notifier.receive(released)).toBe('DONE');
    expect(onlySaid(slack)).toMatchObject({
      channel: 'C1',
      metadata: { event_payload: { eventId: 'event-ReleaseReleased' } },
    });
    expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({
      pk: expect.stringContaining(`#NOTIFICATIONS#${RELEASE_ID}`),
      status: 'SENT',
      attempts: 1,
      messageId: '1.000100',
    });
  });

  it.each([
    ['BuildSucceeded', { pipelineIntegrationId: 'p1' }, 'C2'],
    ['ReleaseDelayed', { reason: 'QA is busy' }, 'C1'],
  ])('of %s goes to the channel of its purpose, or the releases channel', async (type, data, channel) => {
    const slack = await slackAnswers({ [POST]: posted }, { releases: 'C1', builds: 'C2' });
    await notifier.receive(busEvent(type, data));
    expect(onlySaid(slack).channel).toBe(channel);
  });

  it('names integrations as people do', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    await notifier.addIntegration('store-1', 'APP_STORE', {}, {});
    await notifier.receive(busEvent('TargetReleased', { targetIntegrationId: 'store-1', buildNumber: '42' }));
    expect(JSON.stringify(onlySaid(slack).blocks)).toContain(
      'the APP_STORE integration: payments-api@1.5.0 (42) is with all users',
    );
  });

  it('is not posted again when its event comes again', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    await notifier.receive(released);
    expect(await notifier.receive(released)).toBe('DONE');
    expect(said(slack)).toHaveLength(1);
  });

  it.each([
    ['the release has no chat', async () => notifier.addRelease({})],
    ['the release is gone', async () => notifier.addRelease({ communicationIntegrationId: 'deleted' })],
    [
      'the chat is switched off',
      async () => notifier.addIntegration('slack-1', 'SLACK', { channels: { releases: 'C1' } }, {}, false),
    ],
  ])('is nothing to do when %s', async (_, change) => {
    await change();
    expect(await notifier.receive(released)).toBe('DONE');
    expect(await notifier.notifications('event-ReleaseReleased')).toEqual({});
  });
});

describe('exactly once', () => {
  beforeEach(parentIsThere);

  const history = (eventId: string) => ({
    body: {
      ok: true,
      messages: [{ ts: '1.000100', metadata: { event_type: 'windlass', event_payload: { eventId } } }],
    },
  });

  it('finds its message after a kill between posting and noting', async () => {
    const slack = await slackAnswers({ [POST]: posted, [REPLIES]: history('event-ReleaseReleased') });
    expect(await notifier.receive(released, 1, notifier.killedAfter())).toBe('PUT_BACK');
    notifier.wait(21);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(said(slack)).toHaveLength(1);
    expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({
      status: 'SENT',
      attempts: 2,
      messageId: '1.000100',
    });
  });

  it('posts after a kill between noting the attempt and posting', async () => {
    const slack = await slackAnswers({ [POST]: posted, [REPLIES]: history('another event') });
    const outbound = {
      request: async () => {
        throw new Error('killed');
      },
    };
    await notifier.receive(released, 1, { outboundOnce: outbound, ...notifier.killedAfter() });
    notifier.wait(21);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(callsOf(slack)).toEqual([REPLIES, POST]);
  });

  it('waits while another attempt may still be running', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    await notifier.receive(released, 1, notifier.killedAfter());
    notifier.wait(5);
    expect(await notifier.receive(released, 2)).toBe('PUT_BACK');
    expect(notifier.deferred.at(-1)).toBe(3);
    expect(said(slack)).toHaveLength(1);
  });

  it('posts one message for two receivers at once', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    const outcomes = await Promise.all([notifier.receive(released), notifier.receive(released)]);
    // The other one was put back, or found it sent when its turn came.
    expect(outcomes).toContain('DONE');
    expect(said(slack)).toHaveLength(1);
  });
});

describe('a failure', () => {
  beforeEach(parentIsThere);

  it('by rate limit is put back for as long as Slack asks, and posts later without a search', async () => {
    const limited = { status: 429, headers: { 'retry-after': '7' }, body: { ok: false, error: 'ratelimited' } };
    const slack = await slackAnswers({ [POST]: [limited, posted] });
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect(notifier.deferred).toEqual([7]);
    notifier.wait(7);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(callsOf(slack)).toEqual([POST, POST]);
  });

  it('by an outage is put back for longer each time, and looked for before it is posted again', async () => {
    const down = { status: 503, body: 'sorry' };
    const slack = await slackAnswers({ [POST]: [down, down, posted], [REPLIES]: { body: { ok: true, messages: [] } } });
    for (const receives of [1, 2, 3]) await notifier.receive(released, receives);
    expect(notifier.deferred).toEqual([2, 4]);
    expect(callsOf(slack)).toEqual([POST, REPLIES, POST, REPLIES, POST]);
  });

  it('by refusal is noted without a secret and stays in the queue until it is dead', async () => {
    await slackAnswers({ [POST]: { body: { ok: false, error: 'invalid_auth' } } });
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    const { releases } = await notifier.notifications('event-ReleaseReleased');
    expect(releases).toMatchObject({ status: 'FAILED', attempts: 1, error: expect.stringContaining('invalid_auth') });
    expect(JSON.stringify(releases)).not.toContain('xoxb');
  });

  it('by a message that is no event of ours is put back too', async () => {
    expect(await notifier.receive({ source: 'somewhere' })).toBe('PUT_BACK');
  });
});

describe('an approval', () => {
  beforeEach(parentIsThere);

  const approval = {
    approvalId: 'approval-1',
    subject: { type: 'Release', id: 'release-1', key: 'payments-api@1.5.0' },
    ...{ stage: 'REGRESSION_SIGN_OFF', round: 1, question: 'Sign off app 1.5.0, cycle 1?' },
  };
  const requested = busEvent('ApprovalRequested', approval);
  const decided = busEvent('ApprovalDecided', { ...approval, status: 'APPROVED', decidedBy: 'user-1' });
  const actionsOf = ({ blocks }: Posted) => blocks.find(({ type }) => type === 'actions')?.elements;

  it('is asked for with buttons that carry its id', async () => {
    const slack = await slackAnswers({ [POST]: posted });
    await notifier.receive(requested);
    expect(actionsOf(onlySaid(slack))).toMatchObject([
      { action_id: 'approve', value: '{"approvalId":"approval-1"}' },
      { action_id: 'reject', value: '{"approvalId":"approval-1"}' },
    ]);
  });

  it.each([
    ['decided', 'Approved', decided],
    ['cancelled', 'No longer wanted', busEvent('ApprovalCancelled', approval)],
  ])('loses its buttons once it is %s', async (_, title, answer) => {
    const slack = await slackAnswers({ [POST]: posted, [UPDATE]: posted });
    await notifier.receive(requested);
    await notifier.receive(answer);
    expect(await notifier.receive(answer, 2)).toBe('DONE');
    const [update] = changes(slack);
    expect(update?.ts).toBe('1.000100');
    expect(update && actionsOf(update)).toBeUndefined();
    expect(JSON.stringify(update?.blocks)).toContain(`${title}: payments-api@1.5.0`);
  });

  it('that was never asked for in Slack is not mentioned there', async () => {
    const slack = await slackAnswers({});
    expect(await notifier.receive(decided)).toBe('DONE');
    expect(callsOf(slack)).toEqual([]);
  });
});
