// Wait, timeouts and callbacks: everything that depends on the clock or on somebody outside.
import { describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';
import { type Harness, harness, invoke, machine, runMachine, START } from '../harness.ts';

describe('Wait', () => {
  it.each<[string, JsonObject, number]>([
    ['Seconds', { Seconds: 30 }, 30],
    ['Seconds from an expression', { Seconds: '{% $states.input.s %}' }, 20],
    ['a Timestamp', { Timestamp: '2026-03-01T00:00:10Z' }, 10],
    ['a Timestamp with an offset', { Timestamp: '2026-03-01T01:00:10.500+01:00' }, 10.5],
    ['a Timestamp from an expression', { Timestamp: '{% $states.input.at %}' }, 5],
  ])('waits for %s', async (_, fields, seconds) => {
    const states = { Hold: { Type: 'Wait', ...fields, End: true } };
    const { made, arn } = await runMachine(machine(states), { s: 20, at: '2026-03-01T00:00:05Z' });
    await made.pass(seconds - 0.001);
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(0.001);
    expect((await made.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('ends by itself when its time has come', async () => {
    const states = { First: { Type: 'Wait', Seconds: 0, Next: 'Then' }, Then: { Type: 'Wait', Seconds: 0, End: true } };
    const { made, arn } = await runMachine(machine(states));
    await vi.waitFor(async () => expect((await made.describe(arn)).status).toBe('SUCCEEDED'), 45_000);
  });

  it('ends by itself in time when the clock has moved', async () => {
    const { made, arn } = await runMachine(machine({ Hold: { Type: 'Wait', Seconds: 60, End: true } }));
    await made.pass(59.9);
    made.now += 100;
    await vi.waitFor(async () => expect((await made.describe(arn)).status).toBe('SUCCEEDED'), 10_000);
  });

  it('gives its input, or its Output, and assigns when it is over', async () => {
    const states = {
      Hold: { Type: 'Wait', Seconds: 1, Assign: { at: '{% $millis() %}' }, Next: 'Done' },
      Done: { Type: 'Succeed', Output: '{% [$states.input, $at] %}' },
    };
    const { made, arn } = await runMachine(machine(states), 0);
    await made.pass(1);
    expect(await made.output(arn)).toEqual([0, START + 1000]);
  });

  it.each<[JsonObject]>([
    [{ Seconds: '{% -1 %}' }],
    [{ Seconds: '{% 1.5 %}' }],
    [{ Seconds: "{% '1' %}" }],
    [{ Timestamp: '{% "tomorrow" %}' }],
    [{ Timestamp: "{% '2026-03-01' %}" }],
    [{ Timestamp: "{% '2026-02-29T00:00:00Z' %}" }],
  ])('fails on %j', async (fields) => {
    const { made, arn } = await runMachine(machine({ Hold: { Type: 'Wait', ...fields, End: true } }));
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

const ask = (more: JsonObject = {}): JsonObject => ({
  Ask: {
    ...invoke('notify'),
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'notify', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  },
});

function tokens(made: Harness): string[] {
  return made.calls.map(({ payload }) => (payload as { token: string }).token);
}

async function asking(more: JsonObject = {}, others: JsonObject = {}) {
  const main = machine({ ...ask(more), ...others });
  const made = harness({ machines: { main }, functions: { notify: () => 'sent' } });
  const arn = await made.begin();
  await made.machines.settled();
  return { made, arn, token: tokens(made)[0] ?? '' };
}

describe('.waitForTaskToken', () => {
  it.each([['{"a":1}'], ['0'], ['false'], ['""'], ['null']])('ends with the output %s', async (output) => {
    const { made, arn, token } = await asking();
    expect((await made.describe(arn)).status).toBe('RUNNING');
    expect(await made.api('SendTaskSuccess', { taskToken: token, output })).toEqual({});
    await made.machines.settled();
    expect((await made.describe(arn)).output).toBe(output);
  });

  it('fails with the error and cause it is sent', async () => {
    const { made, arn, token } = await asking();
    await made.api('SendTaskFailure', { taskToken: token, error: 'Rejected', cause: 'no' });
    await made.machines.settled();
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'no' });
  });

  it.each<[JsonObject, JsonObject]>([
    [
      { error: 'Rejected', cause: 'no' },
      { Error: 'Rejected', Cause: 'no' },
    ],
    [{ error: 'Rejected' }, { Error: 'Rejected', Cause: null }],
    [{ cause: 'no' }, { Error: null, Cause: 'no' }],
    [{}, { Error: null, Cause: null }],
    [{ error: 'States.Timeout' }, { Error: 'States.Timeout', Cause: null }],
  ])('a failure sent as %j is caught as %j', async (failure, expected) => {
    const caught = {
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { seen: '{% $states.errorOutput %}' }, Next: 'Shown' }],
    };
    const shown = { Shown: { Type: 'Succeed', Output: '{% [$states.input, $seen] %}' } };
    const { made, arn, token } = await asking(caught, shown);
    await made.api('SendTaskFailure', { taskToken: token, ...failure });
    await made.machines.settled();
    expect(await made.output(arn)).toEqual([expected, expected]);
    expect(await made.types(arn)).toContain('TaskFailed');
  });

  it('accepts the answer while its function still runs', async () => {
    const made: Harness = harness({
      machines: { main: machine(ask()) },
      functions: {
        notify: async (payload) => {
          await made.api('SendTaskSuccess', { taskToken: (payload as JsonObject).token ?? '', output: '"early"' });
          return 'late';
        },
      },
    });
    const arn = await made.begin();
    await made.machines.settled();
    expect(await made.output(arn)).toBe('early');
  });

  it('fails at once when its function fails', async () => {
    const made = harness({ machines: { main: machine(ask()) } });
    const arn = await made.begin();
    await made.machines.settled();
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });

  it('has a new token for each attempt and refuses the old one', async () => {
    const { made, arn, token } = await asking({ Retry: [{ ErrorEquals: ['Again'], MaxAttempts: 1 }] });
    await made.api('SendTaskFailure', { taskToken: token, error: 'Again' });
    await made.machines.settled();
    await made.pass(1);
    const [first, second] = tokens(made);
    expect(second).not.toBe(first);
    await expect(made.api('SendTaskSuccess', { taskToken: first ?? '', output: '1' })).rejects.toMatchObject({
      code: 'TaskTimedOut',
    });
    await made.api('SendTaskSuccess', { taskToken: second ?? '', output: '2' });
    await made.machines.settled();
    expect(await made.output(arn)).toBe(2);
  });

  it.each(['SendTaskSuccess', 'SendTaskFailure', 'SendTaskHeartbeat'])('%s refuses wrong tokens', async (operation) => {
    const { made, token } = await asking();
    const send = (taskToken: string) => made.api(operation, { taskToken, output: '1' });
    await expect(send('nonsense')).rejects.toMatchObject({ code: 'InvalidToken', status: 400 });
    await expect(send(`AQ${'x'.repeat(64)}`)).rejects.toMatchObject({ code: 'TaskDoesNotExist', status: 400 });
    await made.api('SendTaskSuccess', { taskToken: token, output: '1' });
    const error = await send(token).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'TaskTimedOut', status: 400 });
    expect(String(error)).not.toContain(token);
  });

  it('refuses an output that is not JSON and goes on waiting', async () => {
    const { made, arn, token } = await asking();
    const sent = made.api('SendTaskSuccess', { taskToken: token, output: '{' });
    await expect(sent).rejects.toMatchObject({ code: 'InvalidOutput' });
    expect((await made.describe(arn)).status).toBe('RUNNING');
  });
});

describe('timeouts', () => {
  const caught = { Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] };
  const late = { Late: { Type: 'Pass', Output: '{% $states.input %}', End: true } };

  it.each<[string, JsonObject]>([
    ['a number', { TimeoutSeconds: 10 }],
    ['an expression', { TimeoutSeconds: '{% 5 * 2 %}' }],
  ])('a task ends with States.Timeout after TimeoutSeconds, %s', async (_, more) => {
    const { made, arn, token } = await asking({ ...more, ...caught }, late);
    await made.pass(9.9);
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(0.1);
    expect(await made.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
    const timedOut = (await made.events(arn)).find((event) => event.type === 'TaskTimedOut');
    expect(timedOut.taskTimedOutEventDetails).toEqual({
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      error: 'States.Timeout',
    });
    const sent = made.api('SendTaskSuccess', { taskToken: token, output: '1' });
    await expect(sent).rejects.toMatchObject({ code: 'TaskTimedOut' });
  });

  it('a function that answers after the timeout is ignored', async () => {
    let answer = (_: string) => {};
    const states = { Call: invoke('slow', { TimeoutSeconds: 5, ...caught }), ...late };
    const made = harness({
      machines: { main: machine(states) },
      functions: { slow: () => new Promise((resolve) => (answer = resolve)) },
    });
    const arn = await made.begin();
    await made.machines.runDue();
    made.now += 5000;
    await made.machines.runDue();
    answer('late');
    await made.machines.settled();
    expect(await made.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it('heartbeats keep a task alive until TimeoutSeconds', async () => {
    const { made, arn, token } = await asking({ HeartbeatSeconds: 10, TimeoutSeconds: 25, ...caught }, late);
    for (let beat = 0; beat < 3; beat++) {
      await made.pass(8);
      await made.api('SendTaskHeartbeat', { taskToken: token });
    }
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(1);
    expect(await made.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it.each(['States.HeartbeatTimeout', 'States.Timeout', 'States.ALL'])(
    'a missed heartbeat is caught by %s',
    async (name) => {
      const more = { HeartbeatSeconds: '{% 10 %}', Catch: [{ ErrorEquals: [name], Next: 'Late' }] };
      const { made, arn } = await asking(more, late);
      await made.pass(9.9);
      expect((await made.describe(arn)).status).toBe('RUNNING');
      await made.pass(0.1);
      expect(await made.output(arn)).toEqual({ Error: 'States.Timeout', Cause: '' });
    },
  );

  it('the machine ends TIMED_OUT after its own TimeoutSeconds, without error and cause', async () => {
    const states = { Hold: { Type: 'Wait', Seconds: 60, End: true } };
    const { made, arn } = await runMachine(machine(states, { TimeoutSeconds: 30 }));
    await made.pass(30);
    const described = await made.describe(arn);
    expect(described).toMatchObject({ status: 'TIMED_OUT', stopDate: START / 1000 + 30 });
    expect(described).not.toHaveProperty('error');
    expect((await made.events(arn)).at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      previousEventId: 0,
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
  });

  it('refuses HeartbeatSeconds that are not below TimeoutSeconds', async () => {
    const { made, arn } = await asking({ HeartbeatSeconds: 10, TimeoutSeconds: '{% 10 %}' });
    expect(await made.describe(arn)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});
