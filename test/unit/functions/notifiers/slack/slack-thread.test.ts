// The thread of a release in Slack, its parent message, switches, and what is sent again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TENANT_ID } from '../../../../support/http.ts';
import { busEvent, type Notifier, RELEASE_ID } from '../fixture.ts';
import { bodiesOf, PARENT, POST, posted, released, said, startSlack, UPDATE } from './slack-fixture.ts';

let slackWorld: Awaited<ReturnType<typeof startSlack>>;
let notifier: Notifier;
const slackAnswers: typeof slackWorld.answers = (...answers) => slackWorld.answers(...answers);
const parentIsThere = () => slackWorld.parentIsThere();

beforeEach(async () => {
  slackWorld = await startSlack();
  notifier = slackWorld.notifier;
});
afterEach(() => slackWorld.stop());

describe('the parent message', () => {
  it('is posted once, and the others in its thread', async () => {
    const slack = await slackAnswers({});
    await notifier.receive(busEvent('ReleaseKickedOff'));
    await notifier.receive(released);
    expect(bodiesOf(slack, POST).map(({ metadata, thread_ts }) => [metadata.event_payload.eventId, thread_ts])).toEqual(
      [
        [PARENT, undefined],
        ['event-ReleaseKickedOff', '1.000100'],
        ['event-ReleaseReleased', '1.000100'],
      ],
    );
  });

  it('says where the release stands', async () => {
    const slack = await slackAnswers({});
    await notifier.receive(released);
    const [parent] = bodiesOf(slack, POST);
    expect(parent).toMatchObject({ channel: 'C1', text: 'payments-api@1.5.0: Started' });
  });

  it('is changed when the release has changed, and not otherwise', async () => {
    const slack = await slackAnswers({});
    await notifier.receive(busEvent('ReleaseKickedOff'));
    const before = bodiesOf(slack, UPDATE).length;
    await notifier.receive(busEvent('BuildTriggered', { pipelineIntegrationId: 'p1' }));
    expect(bodiesOf(slack, UPDATE)).toHaveLength(before);
    await notifier.addRelease({ communicationIntegrationId: 'slack-1', status: 'RELEASED' });
    await notifier.receive(released);
    expect(bodiesOf(slack, UPDATE).slice(before)).toMatchObject([
      { ts: '1.000100', text: 'payments-api@1.5.0: Released' },
    ]);
  });

  it('is found after a kill between posting and noting', async () => {
    const found = {
      body: {
        ok: true,
        messages: [{ ts: '1.000100', metadata: { event_type: 'windlass', event_payload: { eventId: PARENT } } }],
      },
    };
    const slack = await slackAnswers({ 'GET /api/conversations.history': found });
    await notifier.receive(released, 1, notifier.killedAfter());
    notifier.wait(21);
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(bodiesOf(slack, POST)).toHaveLength(2);
  });

  it('is left alone when somebody has deleted it', async () => {
    const slack = await slackAnswers({ [UPDATE]: { body: { ok: false, error: 'message_not_found' } } });
    expect(await notifier.receive(released)).toBe('DONE');
    expect(said(slack)).toHaveLength(1);
  });

  it('is not wanted when the tenant has switched releases off, and builds are told without it', async () => {
    const slack = await slackAnswers({});
    await notifier.switches({ slack: { releases: false, builds: true, approvals: true, incidents: true } });
    await notifier.receive(released);
    await notifier.receive(busEvent('BuildTriggered', { pipelineIntegrationId: 'p1' }));
    expect(bodiesOf(slack, POST).map(({ thread_ts, text }) => [thread_ts, text.split('\n')[0]])).toEqual([
      [undefined, 'Build triggered: payments-api@1.5.0'],
    ]);
  });
});

describe('when the parent message cannot be posted', () => {
  const gone = { body: { ok: false, error: 'channel_not_found' } };

  it('a message of its thread has failed too, with the reason, and is listed', async () => {
    await slackAnswers({ [POST]: gone });
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({
      status: 'FAILED',
      attempts: 0,
      eventType: 'ReleaseReleased',
      error: expect.stringContaining('channel_not_found'),
      gsi1pk: `T#${TENANT_ID}#FAILED_NOTIFICATIONS#2026-03`,
    });
  });

  it('a message of its thread waits while that may pass', async () => {
    await slackAnswers({ [POST]: { status: 503, body: 'sorry' } });
    expect(await notifier.receive(released)).toBe('PUT_BACK');
    expect(await notifier.notifications('event-ReleaseReleased')).toEqual({});
  });

  it('a message to another channel is posted all the same, once', async () => {
    const slack = await slackAnswers({ [POST]: [posted, gone] }, { releases: 'C1', builds: 'C2' });
    const build = busEvent('BuildTriggered', { pipelineIntegrationId: 'p1' });
    expect(await notifier.receive(build)).toBe('PUT_BACK');
    expect(await notifier.receive(build, 2)).toBe('PUT_BACK');
    expect(bodiesOf(slack, POST).map(({ channel }) => channel)).toEqual(['C2', 'C1', 'C1']);
  });

  it('both are posted where the channel is now, once it is corrected', async () => {
    await slackAnswers({ [POST]: gone });
    await notifier.receive(released);
    const slack = await slackAnswers({}, { releases: 'C9' });
    expect(await notifier.receive(released, 2)).toBe('DONE');
    expect(bodiesOf(slack, POST).map(({ channel, thread_ts }) => [channel, thread_ts])).toEqual([
      ['C9', undefined],
      ['C9', '1.000100'],
    ]);
    expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({ status: 'SENT' });
  });
});

describe('a redelivery', () => {
  const asking = (purpose = 'releases', channel = 'SLACK') => ({
    ...busEvent('NotificationRedeliveryRequested', {}, 'asking'),
    source: 'windlass.notifications',
    detail: {
      ...busEvent('NotificationRedeliveryRequested', {}, 'asking').detail,
      data: { subjectId: RELEASE_ID, about: 'event-ReleaseReleased', channel, purpose },
    },
  });

  beforeEach(parentIsThere);

  it('tells the event of the notification', async () => {
    const slack = await slackAnswers({ [POST]: [{ body: { ok: false, error: 'not_in_channel' } }, posted] });
    await notifier.receive(released);
    notifier.wait(60);
    expect(await notifier.receive(asking())).toBe('DONE');
    expect(said(slack)).toHaveLength(2);
    expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({
      status: 'SENT',
      attempts: 2,
    });
  });

  it.each([
    ['another channel', asking('releases', 'JIRA')],
    ['a notification that there is not', asking('incidents')],
  ])('of %s is nothing to do', async (_, event) => {
    const slack = await slackAnswers({});
    expect(await notifier.receive(event)).toBe('DONE');
    expect(slack.seen).toEqual([]);
  });
});

it('that fails at its last receive is listed as failed, though another attempt might have helped', async () => {
  await slackAnswers({ [POST]: { status: 503, body: 'sorry' } });
  await parentIsThere();
  await notifier.receive(released, 49);
  expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({ status: 'PENDING' });
  await notifier.receive(released, 50);
  expect((await notifier.notifications('event-ReleaseReleased')).releases).toMatchObject({
    status: 'FAILED',
    gsi1pk: `T#${TENANT_ID}#FAILED_NOTIFICATIONS#2026-03`,
  });
});
