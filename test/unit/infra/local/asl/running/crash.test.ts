// SIGKILL at any moment: a process is cut off right before or right after each of its commits, and a second one on the same
// file carries on to the same end, with no finished task run again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, graph, Harness, invoke, machine, machineArn, START } from '../harness.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'asl-crash-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function open(name: string): DatabaseSync {
  const db = new DatabaseSync(join(directory, name));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
  return db;
}

/** A connection that dies at its `last` commit; `done` tells whether that commit still reaches the file. */
function mortal(name: string, last: number, done: boolean): DatabaseSync {
  const db = open(name);
  const exec = db.exec.bind(db);
  let commits = 0;
  db.exec = (sql) => {
    if (sql !== 'COMMIT' || ++commits < last) return exec(sql);
    if (done) exec(sql);
    db.close();
    return undefined;
  };
  return db;
}

const call = (key: string, more: JsonObject = {}) =>
  invoke('work', {
    Arguments: { FunctionName: 'work', Payload: { key } },
    Output: '{% $states.result.Payload %}',
    ...more,
  });

const child = machine({ Only: { Type: 'Pass', Output: 'child', End: true } });
const main = machine({
  Remember: { Type: 'Pass', Assign: { seen: '{% $states.input.n %}' }, Next: 'First' },
  First: call('first', { Next: 'IsFirst' }),
  IsFirst: { Type: 'Choice', Choices: [{ Condition: "{% $states.input = 'first' %}", Next: 'Fork' }] },
  Fork: {
    Type: 'Parallel',
    Branches: [
      graph({
        Each: {
          Type: 'Map',
          Items: [1, 2],
          MaxConcurrency: 1,
          ItemProcessor: graph({
            Local: { Type: 'Pass', Assign: { item: '{% $states.input %}' }, Next: 'Item' },
            Item: call("{% 'item ' & $string($item) %}"),
          }),
          End: true,
        },
      }),
      graph({
        Ask: call('ask', {
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Arguments: {
            FunctionName: 'work',
            Payload: { key: 'ask', token: '{% $states.context.Task.Token %}' },
          },
          Output: '{% $states.result %}',
        }),
      }),
    ],
    Assign: { forked: '{% $states.result %}' },
    Next: 'Hold',
  },
  Hold: { Type: 'Wait', Seconds: 5, Next: 'Flaky' },
  Flaky: call("{% 'flaky ' & $string($states.context.State.RetryCount) %}", {
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3 }],
    Next: 'Nested',
  }),
  Nested: {
    Type: 'Task',
    Resource: 'arn:aws:states:::states:startExecution.sync:2',
    Arguments: { StateMachineArn: machineArn('child') },
    Output: '{% $states.result.Output %}',
    Next: 'Report',
  },
  Report: { Type: 'Succeed', Output: { nested: '{% $states.input %}', seen: '{% $seen %}', forked: '{% $forked %}' } },
});

/** The world outside: survives every crash. */
class World {
  readonly keys: string[] = [];
  readonly tokens: string[] = [];
  now = START;

  readonly functions = {
    work: (payload: Json): Json => {
      const { key, token } = payload as { key: string; token?: string };
      this.keys.push(key);
      if (token) this.tokens.push(token);
      if (key === 'flaky 0') throw new FunctionError('Busy');
      return key;
    },
  };

  process(db: DatabaseSync): Harness {
    const made = new Harness({ db, now: this.now, machines: { main, child }, functions: this.functions });
    void made.machines.start();
    return made;
  }

  /** Answers tokens and lets time pass until the execution has ended. */
  async drive(made: Harness, arn: string): Promise<void> {
    for (let round = 0; round < 12; round++) {
      await made.machines.settled();
      if ((await made.describe(arn)).status !== 'RUNNING') return;
      for (const taskToken of this.tokens) {
        await made.api('SendTaskSuccess', { taskToken, output: '0' }).catch((error: { code?: string }) => {
          if (error.code !== 'TaskTimedOut') throw error;
        });
      }
      await made.pass(1);
      this.now = made.now;
    }
  }
}

const arn = 'arn:aws:states:local:000000000000:execution:main:run';
const KEYS = ['ask', 'first', 'flaky 0', 'flaky 1', 'item 1', 'item 2'];

/** Runs until the crash, then in a second process; answers how it went, or undefined when no crash came before the end. */
async function crashAt(name: string, commit: number, done: boolean) {
  const world = new World();
  const first = world.process(mortal(name, commit, done));
  const begin = (made: Harness) => made.begin({ n: 0 }, { name: 'run' });
  try {
    await begin(first);
    await world.drive(first, arn);
    await first.machines.stop();
    return undefined;
  } catch {
    // The connection is closed under the process; stopping only disarms the timer a dead process would not have.
    await first.machines.stop();
  }
  const db = open(name);
  const inHand = db.prepare("SELECT call FROM asl_tasks WHERE phase = 'CALLING'").all();
  const second = world.process(db);
  await begin(second).catch((error: { code?: string }) => error.code);
  await world.drive(second, arn);
  const described = await second.describe(arn);
  const events = await second.events(arn);
  const children = (await second.api('ListExecutions', { stateMachineArn: machineArn('child') })).executions;
  await second.machines.stop();
  db.close();
  const repeated = world.keys.filter((key, index) => world.keys.indexOf(key) < index);
  const excused = inHand.map(
    (row) => (JSON.parse(String(row.call)) as { arguments: { Payload?: { key: string } } }).arguments.Payload?.key,
  );
  return { described, events, children, world, repeated, excused };
}

describe.each([
  ['right before', false],
  ['right after', true],
] as const)('a process killed %s a commit', (when, done) => {
  it('is carried on by the next one, wherever it was', async () => {
    let crashes = 0;
    for (let commit = 1; ; commit++) {
      const run = await crashAt(`${when}-${commit}.db`, commit, done);
      if (!run) break;
      crashes++;
      const at = `commit ${commit}`;
      expect(run.described.status, at).toBe('SUCCEEDED');
      expect(JSON.parse(run.described.output), at).toEqual({
        nested: 'child',
        seen: 0,
        forked: [['item 1', 'item 2'], 0],
      });
      expect([...new Set(run.world.keys)].sort(), at).toEqual(KEYS);
      for (const key of run.repeated) expect(run.excused, at).toContain(key);
      expect(run.children, at).toHaveLength(1);
      expect(
        run.events.map((event) => event.id),
        at,
      ).toEqual(run.events.map((_, index) => index + 1));
      expect(
        run.events.filter((event) => event.type === 'ExecutionSucceeded'),
        at,
      ).toHaveLength(1);
    }
    expect(crashes).toBeGreaterThan(30);
  });
});

describe('after a restart', () => {
  it('timers keep the time they were due at', async () => {
    const world = new World();
    const states = { Hold: { Type: 'Wait', Seconds: 100, End: true } };
    const machines = { main: machine(states) };
    const first = new Harness({ db: open('timers.db'), machines });
    void first.machines.start();
    const running = await first.begin();
    await first.machines.settled();
    const second = new Harness({ db: open('timers.db'), machines, now: world.now + 99_999 });
    void second.machines.start();
    await second.pass(0);
    expect((await second.describe(running)).status).toBe('RUNNING');
    await second.pass(0.001);
    expect(await second.describe(running)).toMatchObject({ status: 'SUCCEEDED', stopDate: START / 1000 + 100 });
    await Promise.all([first.machines.stop(), second.machines.stop()]);
  });

  it('a task in hand runs again, its first answer is not waited for', async () => {
    const db = 'in-hand.db';
    const machines = { main: machine({ Call: invoke('f', { Output: '{% $states.result.Payload %}' }) }) };
    const first = new Harness({ db: open(db), machines, functions: { f: () => new Promise(() => {}) } });
    void first.machines.start();
    const running = await first.begin();
    await vi.waitFor(() => expect(first.calls).toHaveLength(1), 45_000);
    const second = new Harness({ db: open(db), machines, functions: { f: () => 'again' } });
    void second.machines.start();
    await second.machines.settled();
    expect(await second.output(running)).toBe('again');
    expect((await second.types(running)).filter((type) => type === 'TaskScheduled')).toHaveLength(1);
    await second.machines.stop();
  });

  it('an execution keeps the definition it was started with', async () => {
    const db = 'definition.db';
    const version = (output: string) => ({
      main: machine({ Hold: { Type: 'Wait', Seconds: 1, Next: 'Say' }, Say: { Type: 'Succeed', Output: output } }),
    });
    const first = new Harness({ db: open(db), machines: version('old') });
    void first.machines.start();
    const running = await first.begin();
    await first.machines.settled();
    await first.machines.stop();
    const second = new Harness({ db: open(db), machines: version('new') });
    void second.machines.start();
    const later = await second.begin();
    await second.machines.settled();
    await second.pass(1);
    expect([await second.output(running), await second.output(later)]).toEqual(['old', 'new']);
    await second.machines.stop();
  });

  it('stop lets the call in hand end and begins no more', async () => {
    const db = open('stop.db');
    let answer = (_: string) => {};
    const machines = { main: machine({ Call: invoke('f', { Next: 'Then' }), Then: invoke('g') }) };
    const functions = { f: () => new Promise<Json>((resolve) => (answer = resolve)), g: () => 'g' };
    const first = new Harness({ db, machines, functions });
    void first.machines.start();
    const running = await first.begin();
    await vi.waitFor(() => expect(first.calls).toHaveLength(1), 45_000);
    const stopped = first.machines.stop();
    answer('f');
    await stopped;
    expect(first.calls.map(({ name }) => name)).toEqual(['f']);
    expect(await first.types(running)).toContain('TaskSucceeded');
    void first.machines.start();
    await first.machines.settled();
    expect((await first.describe(running)).status).toBe('SUCCEEDED');
    expect(first.calls.map(({ name }) => name)).toEqual(['f', 'g']);
    await first.machines.stop();
  });
});
