// 500 messages to one channel that answers 429 to three in ten: none lost, none before its time, at most one a second. And
// several functions that send to it at once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SPACING_MS } from '../../../../../entities/notifications/threads/channel-pace.store.ts';
import { queueHandler } from '../../../../../functions/notifiers/_teller/queue-handler.ts';
import { notifySlack } from '../../../../../functions/notifiers/slack/notify-slack.ts';
import { dice } from '../../../../support/dice.ts';
import { TENANT_ID } from '../../../../support/http.ts';
import type { SeenRequest } from '../../../../support/services/http-service.ts';
import { busEvent, sqsRecord } from '../fixture.ts';
import { POST, type Posted, posted, startSlack } from './slack-fixture.ts';

const MESSAGES = 500;
const CHANNEL = { tenantId: TENANT_ID, integrationId: 'slack-1', address: 'C1' };
const SECOND = 1_000;

let world: Awaited<ReturnType<typeof startSlack>>;
beforeEach(async () => {
  world = await startSlack();
  await world.parentIsThere();
});
afterEach(() => world.stop());

interface Waiting {
  readonly event: ReturnType<typeof busEvent>;
  receives: number;
  dueAt: number;
}

it('takes 500 messages to one channel in turn', async () => {
  const random = dice(7);
  const calls: { at: number; eventId: string; quietUntil: number | undefined }[] = [];
  const { notifier } = world;
  const answer = ({ json }: SeenRequest) => {
    const eventId = (json as Posted).metadata.event_payload.eventId;
    const retryAfter = random() < 0.3 ? 1 + Math.floor(random() * 5) : undefined;
    calls.push({ at: notifier.now(), eventId, quietUntil: retryAfter && notifier.now() + retryAfter * SECOND });
    if (retryAfter === undefined) return posted;
    return { status: 429, headers: { 'retry-after': String(retryAfter) }, body: { ok: false, error: 'ratelimited' } };
  };
  await world.answers({ [POST]: answer });

  const start = notifier.now();
  const queue: Waiting[] = Array.from({ length: MESSAGES }, (_, index) => ({
    event: busEvent('ReleaseKickedOff', {}, `event-${index}`),
    receives: 0,
    dueAt: start,
  }));
  let mostReceives = 0;
  while (queue.length > 0) {
    queue.sort((one, other) => one.dueAt - other.dueAt);
    const next = queue[0] as Waiting;
    notifier.wait(Math.max(0, next.dueAt - notifier.now()) / SECOND);
    next.receives += 1;
    mostReceives = Math.max(mostReceives, next.receives);
    const defer = async (_: unknown, seconds: number) => {
      next.dueAt = notifier.now() + seconds * SECOND;
    };
    const handler = queueHandler(notifySlack(notifier.deps), defer, () => 1);
    const record = sqsRecord(next.event, next.receives);
    const { batchItemFailures } = await handler({ Records: [record] }, { getRemainingTimeInMillis: () => 20_000 });
    if (batchItemFailures.length === 0) queue.shift();
  }

  const taken = calls.filter(({ quietUntil }) => quietUntil === undefined).map(({ eventId }) => eventId);
  expect(taken).toHaveLength(MESSAGES);
  expect(new Set(taken).size).toBe(MESSAGES);
  expect(calls.length).toBeGreaterThan(MESSAGES * 1.2);

  const gaps = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SECOND);

  const tooEarly = calls.filter(({ at }, index) => calls.slice(0, index).some(({ quietUntil = 0 }) => at < quietUntil));
  expect(tooEarly).toEqual([]);

  // Far from the 50 receives after which a message is dead, and no slower than the channel allows.
  expect(mostReceives).toBeLessThan(25);
  const quiet = calls.reduce((sum, { at, quietUntil = at }) => sum + quietUntil - at, 0);
  expect(notifier.now() - start).toBeLessThan(calls.length * SPACING_MS + quiet + 60 * SECOND);
}, 120_000);

describe('while another function sends to the channel', () => {
  const one = busEvent('ReleaseKickedOff', {}, 'event-one');
  const other = busEvent('ReleaseKickedOff', {}, 'event-other');
  const limited = (retryAfter: number) => ({
    status: 429,
    headers: { 'retry-after': String(retryAfter) },
    body: { ok: false, error: 'ratelimited' },
  });
  /** The events of what Slack was asked to post, and when. */
  const calls: { eventId: string; at: number }[] = [];
  const noted = (answer: object) => ({
    [POST]: ({ json }: SeenRequest) => {
      calls.push({ eventId: (json as Posted).metadata.event_payload.eventId, at: world.notifier.now() });
      return answer;
    },
  });
  beforeEach(() => {
    calls.length = 0;
  });

  it('keeps its own message until that one is answered, and a second longer', async () => {
    await world.answers(noted(posted));
    const { notifier } = world;
    const { outboundOnce } = notifier.deps;
    let outcome: string | undefined;
    const request: typeof outboundOnce.request = async (asked) => {
      // The way to Slack takes three seconds, of which the other function's slot is in the first.
      if (outcome === undefined && asked.url.endsWith('chat.postMessage')) {
        notifier.wait(1);
        outcome = await notifier.receive(other);
      }
      return outboundOnce.request(asked);
    };
    expect(await notifier.receive(one, 1, { outboundOnce: { request } })).toBe('DONE');
    expect({ outcome, calls: calls.map(({ eventId }) => eventId) }).toEqual({
      outcome: 'PUT_BACK',
      calls: ['event-one'],
    });
    notifier.wait(10);
    expect(await notifier.receive(other, 2)).toBe('DONE');
  });

  it('tries the channel after an hour although Slack asked for a year of quiet', async () => {
    const { notifier } = world;
    await world.answers(noted(limited(31_536_000)));
    expect(await notifier.receive(one)).toBe('PUT_BACK');
    await world.answers(noted(posted));
    notifier.wait(3_500);
    expect(await notifier.receive(other)).toBe('PUT_BACK');
    notifier.wait(200);
    expect(await notifier.receive(other, 2)).toBe('DONE');
  });

  it('keeps a message that waits for its moment when Slack asks for quiet meanwhile', async () => {
    const { notifier } = world;
    await world.answers(noted(limited(30)));
    let isFirst = true;
    const pause: typeof notifier.deps.pause = async (ms) => {
      if (isFirst) {
        isFirst = false;
        await notifier.receive(other);
      }
      await notifier.deps.pause(ms);
    };
    await notifier.deps.pace.claim({ ...CHANNEL }, notifier.now());
    expect(await notifier.receive(one, 1, { pause })).toBe('PUT_BACK');
    expect(calls.map(({ eventId }) => eventId)).toEqual(['event-other']);
    expect(notifier.deferred.at(-1)).toBeGreaterThan(25);
  });

  it('is let in when that function has died', async () => {
    const { notifier } = world;
    await world.answers(noted(posted));
    expect(await notifier.deps.pace.hold(CHANNEL, notifier.now(), 12_000)).toHaveProperty('heldUntil');
    expect(await notifier.receive(one)).toBe('PUT_BACK');
    notifier.wait(13);
    expect(await notifier.receive(one, 2)).toBe('DONE');
  });
});
