// Retry and Catch of a Task.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, invoke, machine, runMachine } from '../harness.ts';

describe('Retry', () => {
  const flaky = (failures: number) => (_: Json, call: number) => {
    if (call <= failures) throw new FunctionError('Busy');
    return call;
  };
  const retry = (more: JsonObject = {}) => ({
    Call: invoke('f', {
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 2, MaxAttempts: 2, ...more }],
      Output: { n: '{% $states.result.Payload %}', retries: '{% $states.context.State.RetryCount %}' },
    }),
  });

  it('waits its delay and then succeeds', async () => {
    const { made, arn } = await runMachine(machine(retry()), {}, { functions: { f: flaky(2) } });
    await made.pass(1.9);
    expect(made.calls).toHaveLength(1);
    await made.pass(0.1);
    expect(made.calls).toHaveLength(2);
    await made.pass(4);
    expect(await made.output(arn)).toEqual({ n: 3, retries: 2 });
    expect((await made.types(arn)).filter((type) => type === 'TaskStateEntered')).toHaveLength(1);
    expect((await made.types(arn)).filter((type) => type === 'TaskScheduled')).toHaveLength(3);
  });

  it('gives up after MaxAttempts', async () => {
    const { made, arn } = await runMachine(machine(retry()), {}, { functions: { f: flaky(9) } });
    await made.pass(2);
    await made.pass(4);
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Busy' });
    expect(made.calls).toHaveLength(3);
  });

  it('does not retry with MaxAttempts 0', async () => {
    const { made, arn } = await runMachine(machine(retry({ MaxAttempts: 0 })), {}, { functions: { f: flaky(9) } });
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Busy' });
    expect(made.calls).toHaveLength(1);
  });

  it('draws full jitter from the injected random', async () => {
    const options = { functions: { f: flaky(1) }, random: () => 0.25 };
    const { made, arn } = await runMachine(machine(retry({ JitterStrategy: 'FULL' })), {}, options);
    await made.pass(0.4);
    expect(made.calls).toHaveLength(1);
    await made.pass(0.1);
    expect(await made.output(arn)).toMatchObject({ n: 2 });
  });

  it('retries an evaluation that fails', async () => {
    const states = {
      Call: invoke('f', {
        Output: '{% $states.result.Payload.deep %}',
        Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 1 }],
      }),
    };
    const functions = { f: (_: Json, call: number) => (call === 1 ? {} : { deep: 'found' }) };
    const { made, arn } = await runMachine(machine(states), {}, { functions });
    await made.pass(1);
    expect(await made.output(arn)).toBe('found');
  });
});

describe('Catch', () => {
  const failing = { functions: { f: () => Promise.reject(new FunctionError('Boom', 'bad')) } };
  const caught = (catchers: JsonObject[], more: JsonObject = {}) =>
    machine({
      Call: invoke('f', { Catch: catchers as Json, ...more }),
      A: { Type: 'Succeed', Output: { at: 'A', input: '{% $states.input %}' } },
      ...(JSON.stringify(catchers).includes('"B"') ? { B: { Type: 'Succeed', Output: { at: 'B' } } } : {}),
    });

  it('takes the first catcher that matches', async () => {
    const catchers = [
      { ErrorEquals: ['Other'], Next: 'B' },
      { ErrorEquals: ['States.TaskFailed'], Next: 'A', Output: '{% $states.errorOutput.Error %}' },
      { ErrorEquals: ['States.ALL'], Next: 'B' },
    ];
    const { made, arn } = await runMachine(caught(catchers), {}, failing);
    expect(await made.output(arn)).toEqual({ at: 'A', input: 'Boom' });
  });

  it('gives error and cause as the next input without an Output', async () => {
    const { made, arn } = await runMachine(caught([{ ErrorEquals: ['States.ALL'], Next: 'A' }]), {}, failing);
    const { input } = (await made.output(arn)) as { input: { Error: string; Cause: string } };
    expect(input.Error).toBe('Boom');
    expect(JSON.parse(input.Cause)).toMatchObject({ errorType: 'Boom', errorMessage: 'bad' });
  });

  it('comes after the retries are used up', async () => {
    const Retry = [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }];
    const { made, arn } = await runMachine(caught([{ ErrorEquals: ['Boom'], Next: 'A' }], { Retry }), {}, failing);
    expect((await made.describe(arn)).status).toBe('RUNNING');
    await made.pass(1);
    expect(await made.output(arn)).toMatchObject({ at: 'A' });
    expect(made.calls).toHaveLength(2);
  });

  it('handles an Output that cannot be evaluated', async () => {
    const catchers = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'A' }];
    const definition = caught(catchers, { Output: '{% $states.result.absent %}' });
    const { made, arn } = await runMachine(definition, {}, { functions: { f: () => 1 } });
    expect(await made.output(arn)).toMatchObject({ at: 'A' });
  });

  it('fails when its own Output cannot be evaluated', async () => {
    const catchers = [{ ErrorEquals: ['States.ALL'], Next: 'A', Output: '{% $states.errorOutput.absent %}' }];
    const { made, arn } = await runMachine(caught(catchers), {}, failing);
    const { error, cause } = await made.describe(arn);
    expect([error, cause]).toEqual(['States.QueryEvaluationError', expect.stringContaining("'Catch[0]/Output'")]);
  });

  it('does not handle a payload that is too large with States.ALL, but by its name', async () => {
    const big = { functions: { f: () => 'x'.repeat(300_000) } };
    const all = await runMachine(caught([{ ErrorEquals: ['States.ALL'], Next: 'A' }]), {}, big);
    expect(await all.made.describe(all.arn)).toMatchObject({ error: 'States.DataLimitExceeded' });
    const named = await runMachine(caught([{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'A' }]), {}, big);
    expect(await named.made.output(named.arn)).toMatchObject({ at: 'A' });
  });
});
