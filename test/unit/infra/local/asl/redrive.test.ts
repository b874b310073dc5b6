// RedriveExecution: what runs again and what is kept.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../infra/local/contracts.ts';
import { FunctionError, graph, type Harness, invoke, machine, runMachine, START } from './harness.ts';

/** A function that fails until the test mends it. */
function fragile() {
  let broken = true;
  const f = (payload: Json) => {
    if (broken && payload !== 'good') throw new FunctionError('Boom');
    return payload;
  };
  const mend = () => {
    broken = false;
  };
  return { f, mend };
}

const payloads = (made: Harness) => made.calls.map(({ payload }) => payload);
const redrive = (made: Harness, arn: string) => made.api('RedriveExecution', { executionArn: arn });
const call = (more: JsonObject = {}) => invoke('f', { Output: '{% $states.result.Payload %}', ...more });

describe('RedriveExecution', () => {
  it('carries on at the state that failed', async () => {
    const { f, mend } = fragile();
    const states = {
      Before: { Type: 'Pass', Assign: { kept: '{% $states.input %}' }, Output: 'middle', Next: 'Call' },
      Call: call({ Next: 'After' }),
      After: { Type: 'Succeed', Output: '{% [$states.input, $kept] %}' },
    };
    const { made, arn } = await runMachine(machine(states), 'first', { functions: { f } });
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', redriveStatus: 'REDRIVABLE' });
    mend();
    made.now += 1000;
    expect(await redrive(made, arn)).toEqual({ redriveDate: START / 1000 + 1 });
    await made.machines.settled();
    expect(await made.output(arn)).toEqual(['middle', 'first']);
    const described = await made.describe(arn);
    expect(described).toMatchObject({ redriveCount: 1, redriveDate: START / 1000 + 1 });
    expect(described).not.toHaveProperty('error');
    expect((await made.types(arn)).slice(7)).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    const redriven = (await made.events(arn)).find((event) => event.type === 'ExecutionRedriven');
    expect(redriven).toMatchObject({ previousEventId: 8, executionRedrivenEventDetails: { redriveCount: 1 } });
  });

  it('keeps what finished branches and iterations gave', async () => {
    const { f, mend } = fragile();
    const map = { Type: 'Map', MaxConcurrency: 1, ItemProcessor: graph({ Call: call() }), End: true };
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [graph({ Each: map }), graph({ Fast: { Type: 'Pass', Output: '{% $uuid() %}', End: true } })],
        End: true,
      },
    };
    const { made, arn } = await runMachine(machine(states), ['good', 'bad', 'late'], { functions: { f } });
    expect(payloads(made)).toEqual(['good', 'bad']);
    mend();
    await redrive(made, arn);
    await made.machines.settled();
    expect(payloads(made)).toEqual(['good', 'bad', 'bad', 'late']);
    expect(await made.output(arn)).toEqual([['good', 'bad', 'late'], expect.any(String)]);
    expect((await made.types(arn)).filter((type) => type === 'PassStateEntered')).toHaveLength(1);
  });

  it('takes up the branches that the failure aborted', async () => {
    const { f, mend } = fragile();
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [graph({ Hold: { Type: 'Wait', Seconds: 10, End: true } }), graph({ Call: call() })],
        End: true,
      },
    };
    const { made, arn } = await runMachine(machine(states), 'x', { functions: { f } });
    mend();
    await redrive(made, arn);
    await made.machines.settled();
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(10);
    expect(await made.output(arn)).toEqual(['x', 'x']);
  });

  it('counts retries anew', async () => {
    const { f } = fragile();
    const states = { Call: call({ Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }] }) };
    const { made, arn } = await runMachine(machine(states), 'x', { functions: { f } });
    await made.pass(1);
    expect(made.calls).toHaveLength(2);
    await redrive(made, arn);
    await made.machines.settled();
    await made.pass(1);
    expect(made.calls).toHaveLength(4);
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', redriveCount: 1 });
  });

  it('enters a Fail again, which fails again', async () => {
    const { made, arn } = await runMachine(machine({ Broken: { Type: 'Fail', Error: 'Boom' } }));
    await redrive(made, arn);
    await made.machines.settled();
    expect((await made.types(arn)).slice(2)).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('carries on a stopped execution and gives it its whole timeout again', async () => {
    const states = { Hold: { Type: 'Wait', Seconds: 20, End: true } };
    const { made, arn } = await runMachine(machine(states, { TimeoutSeconds: 30 }));
    await made.pass(15);
    await made.api('StopExecution', { executionArn: arn });
    await redrive(made, arn);
    await made.machines.settled();
    await made.pass(19);
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(1);
    expect((await made.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('carries on after the machine timed out', async () => {
    const states = { Hold: { Type: 'Wait', Timestamp: '2026-03-01T00:00:40Z', End: true } };
    const { made, arn } = await runMachine(machine(states, { TimeoutSeconds: 30 }));
    await made.pass(30);
    expect((await made.describe(arn)).status).toBe('TIMED_OUT');
    await redrive(made, arn);
    await made.pass(10);
    expect((await made.describe(arn)).status).toBe('SUCCEEDED');
  });

  it('refuses running, succeeded and old executions', async () => {
    const states = { Hold: { Type: 'Wait', Seconds: 1, End: true } };
    const { made, arn } = await runMachine(machine(states));
    await expect(redrive(made, arn)).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
    await made.pass(1);
    await expect(redrive(made, arn)).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
    const failed = await runMachine(machine({ Broken: { Type: 'Fail' } }));
    failed.made.now += 15 * 24 * 3_600_000;
    await expect(redrive(failed.made, failed.arn)).rejects.toMatchObject({ code: 'ExecutionNotRedrivable' });
  });
});
