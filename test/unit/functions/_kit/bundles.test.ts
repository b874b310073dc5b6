// The bundles around consumers and tasks, and the reader of the environment.
import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { baseErrors } from '../../../../entities/_base/conflicts.ts';
import { type BusEvent, eventHandler } from '../../../../functions/_kit/bus-event.ts';
import { readEnvironment } from '../../../../functions/_kit/env.ts';
import { taskHandler } from '../../../../functions/_kit/task.ts';

const busEvent = (over: object = {}) => ({
  id: 'event-1',
  source: 'windlass.releases',
  'detail-type': 'ReleaseCreated',
  time: '2026-03-01T12:00:00Z',
  detail: { data: 1 },
  ...over,
});
const queue = (...bodies: unknown[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
  })) as never,
});
const failed = (...ids: number[]) => ({
  batchItemFailures: ids.map((id) => ({ itemIdentifier: `message-${id}` })),
});

describe('the event bundle', () => {
  function listener() {
    const heard: string[] = [];
    const hear = (by: string) => async (event: BusEvent) => {
      heard.push(`${by} ${event['detail-type']}`);
      if (event.detail.fail === true) throw new Error('failed');
    };
    const handler = eventHandler({ events: { ReleaseCreated: hear('events') }, ci: hear('ci') }, {});
    return { heard, handle: (event: SQSEvent) => handler(event, {} as Context) };
  }

  it('hands each message to the consumer of its detail-type, and CI’s to one for all', async () => {
    const { heard, handle } = listener();
    const run = busEvent({ source: 'ci.github', 'detail-type': 'workflow_run' });
    expect(await handle(queue(busEvent(), run))).toEqual(failed());
    expect(heard).toEqual(['events ReleaseCreated', 'ci workflow_run']);
  });

  it('reports only those that failed, so that the others are not consumed again', async () => {
    const { heard, handle } = listener();
    expect(await handle(queue(busEvent(), busEvent({ detail: { fail: true } }), busEvent()))).toEqual(failed(1));
    expect(heard).toHaveLength(3);
  });

  it.each([
    ['1', false],
    ['4', false],
    ['5', true],
    ['6', true],
  ])('says to the consumer at receive %s whether it is the last: %s', async (ApproximateReceiveCount, isLast) => {
    const heard: unknown[] = [];
    const hear = async (_event: BusEvent, _deps: object, delivery?: object) => {
      heard.push(delivery);
    };
    const { Records } = queue(busEvent());
    const received = Records.map((record) => ({ ...record, attributes: { ApproximateReceiveCount } }));
    await eventHandler({ events: { ReleaseCreated: hear } }, {})({ Records: received as never }, {} as Context);
    expect(heard).toEqual([{ isLast }]);
  });

  it.each([
    ['no JSON', '{'],
    ['no event', { hello: 1 }],
    ['an event that nobody consumes', busEvent({ 'detail-type': 'Unheard' })],
    ['an event named like a member of every object', busEvent({ 'detail-type': 'constructor' })],
  ])('reports %s, so that it ends in the dead-letter queue', async (_, body) => {
    const { heard, handle } = listener();
    expect(await handle(queue(body))).toEqual(failed(0));
    expect(heard).toEqual([]);
  });
});

describe('the task bundle', () => {
  const handle = taskHandler(
    {
      plan: async (input, deps: { now: number }) => ({ input, at: deps.now }),
      nothing: async () => undefined,
      fail: async () => {
        throw baseErrors.conflict();
      },
    },
    { now: 42 },
  );

  it('runs the task that the payload names and answers what it answers', async () => {
    const payload = { task: 'plan', releaseId: 'x' };
    expect(await handle(payload)).toEqual({ input: payload, at: 42 });
  });

  it('answers null for a task that answers nothing', async () => {
    expect(await handle({ task: 'nothing' })).toBeNull();
  });

  it('keeps the code of an error as its name, for Retry and Catch to match', async () => {
    await expect(handle({ task: 'fail' })).rejects.toMatchObject({ name: 'request.conflict' });
  });

  it.each([['unknown'], ['constructor'], [undefined]])('refuses the task %s', async (task) => {
    await expect(handle({ task } as never)).rejects.toThrow('no task named');
  });
});

describe('the environment', () => {
  const schema = z.object({ TABLE_NAME: z.string().min(1), HOSTS: z.string().transform((list) => list.split(',')) });

  it('is parsed as the manifest says', () => {
    expect(readEnvironment(schema, { TABLE_NAME: 't', HOSTS: 'a,b', OTHER: 'x' })).toEqual({
      TABLE_NAME: 't',
      HOSTS: ['a', 'b'],
    });
  });

  it('names everything that is missing at once, and no value', () => {
    const read = () => readEnvironment(schema, { TABLE_NAME: '', SECRET: 'canary' });
    expect(read).toThrow(/TABLE_NAME.*HOSTS/);
    expect(read).not.toThrow(/canary/);
  });
});
