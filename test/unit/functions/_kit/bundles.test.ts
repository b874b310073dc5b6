// The kit around consumers and tasks, and the reader of the environment.
import type { Context, SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { baseErrors } from '../../../../entities/_base/conflicts.ts';
import { bind, measured } from '../../../../functions/_kit/binding.ts';
import { type BusEvent, eventHandler } from '../../../../functions/_kit/bus/bus-event.ts';
import { readEnvironment } from '../../../../functions/_kit/env.ts';
import type { Manifest } from '../../../../functions/_kit/manifest.ts';
import { guarded, taskHandler } from '../../../../functions/_kit/workflow/task.ts';

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
    const consumers = { events: { ReleaseCreated: hear('events') }, ci: hear('ci') };
    const handler = eventHandler({}, consumers, {}, async () => true);
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
    const handle = eventHandler({}, { events: { ReleaseCreated: hear } }, {}, async () => true);
    await handle({ Records: received as never }, {} as Context);
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

describe('a tenant that is not there', () => {
  function listener(isThere = async (tenantId: string) => tenantId !== 'gone') {
    const heard: string[] = [];
    const hear = async (event: BusEvent) => {
      heard.push(event['detail-type']);
    };
    const subscriptions = {
      lifecycle: {
        source: ['windlass.releases'],
        detailTypes: ['ReleaseCreated', 'ReleaseDeleted'],
        evenIfDeleted: ['ReleaseDeleted'],
      },
    };
    const consumers = { events: { ReleaseCreated: hear, ReleaseDeleted: hear, BranchDeleted: hear }, ci: hear };
    const handler = eventHandler(subscriptions, consumers, {}, isThere);
    return { heard, handle: (event: SQSEvent) => handler(event, {} as Context) };
  }
  const of = (tenantId: string, over: object = {}) => busEvent({ detail: { tenantId }, ...over });
  const ci = { source: 'ci.github', 'detail-type': 'BranchDeleted' };

  it.each([
    ['an event of ours', of('gone'), []],
    ['an event of CI, whatever it is named', of('gone', ci), []],
    ['one that its subscription wants even then', of('gone', { 'detail-type': 'ReleaseDeleted' }), ['ReleaseDeleted']],
    [
      'one of another source with that name',
      of('gone', { source: 'windlass.other', 'detail-type': 'ReleaseDeleted' }),
      [],
    ],
    ['a deletion that no subscription wants even then', of('gone', { 'detail-type': 'BranchDeleted' }), []],
    ['an event of a tenant that is there', of('here'), ['ReleaseCreated']],
    ['CI of a tenant that is there', of('here', ci), ['BranchDeleted']],
  ])('and %s: is taken, and heard only if it may be', async (_, event, expected) => {
    const { heard, handle } = listener();
    expect(await handle(queue(event))).toEqual(failed());
    expect(heard).toEqual(expected);
  });

  it('is asked for again when nobody could say whether it is there', async () => {
    const { heard, handle } = listener(() => Promise.reject(new Error('throttled')));
    expect(await handle(queue(of('here')))).toEqual(failed(0));
    expect(heard).toEqual([]);
  });

  const manifest = {
    ...{ domain: 'test', routes: {}, subscriptions: {}, lambdas: {} },
    tasks: { plan: 'Plans', fail: 'Fails', remove: { does: 'Removes what is left', evenIfDeleted: true } },
  } as const satisfies Manifest;
  const notFound = Object.assign(baseErrors.not_found(), { code: 'release.not_found', name: 'release.not_found' });
  const tasks = {
    plan: async () => ({ step: 'WAIT' }),
    fail: () => Promise.reject(notFound),
    remove: async () => 'removed',
  };
  const isThere = async (tenantId: string) => tenantId !== 'gone';
  const answer = async (input: unknown) => ({ step: 'FINISH', input });
  const run = (input: object, over?: Parameters<typeof guarded>[3]) =>
    taskHandler(guarded(manifest, tasks, isThere, over), {})(input as never);
  const finished = (input: object) => ({ step: 'FINISH', input });

  it.each([
    ['plan', 'gone', finished({ task: 'plan', tenantId: 'gone' })],
    ['plan', 'here', { step: 'WAIT' }],
    ['remove', 'gone', 'removed'],
    ['fail', 'here', finished({ task: 'fail', tenantId: 'here' })],
  ])('%s of a tenant that is %s: the guarded task answers %j', async (task, tenantId, expected) => {
    expect(await run({ task, tenantId }, { about: 'release', answer })).toEqual(expected);
  });

  it('has its tasks answer null by default, and lets every failure pass', async () => {
    expect(await run({ task: 'plan', tenantId: 'gone' })).toBeNull();
    await expect(run({ task: 'fail', tenantId: 'here' })).rejects.toMatchObject({ name: 'release.not_found' });
  });

  it('cannot be told for a task that names no tenant', async () => {
    await expect(run({ task: 'plan' })).rejects.toThrow('tenantId');
  });
});

describe('the time left', () => {
  const withFunction = {
    ...{ domain: 'test', routes: {}, subscriptions: {}, tasks: {} },
    lambdas: {
      tasks: {
        ...{ impact: '', grants: [] },
        environment: z.object({ TABLE_NAME: z.string() }),
      },
    },
  } as const satisfies Manifest;

  it('is that of the invocation under way, whenever it is read', async () => {
    const { leftMs } = bind(withFunction, 'tasks');
    const handler = measured(async (event: { ms: number }) => [event.ms, leftMs(), leftMs()]);
    const counting = (ms: number) => ({ getRemainingTimeInMillis: () => ms-- });
    expect(await handler({ ms: 1 }, counting(900))).toEqual([1, 900, 899]);
    expect(await handler({ ms: 2 }, counting(50))).toEqual([2, 50, 49]);
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
