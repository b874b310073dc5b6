// The API operations: AWS's shapes, pages and errors.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';
import { type Harness, harness, machine, machineArn, START } from '../harness.ts';

const hold = machine({ Hold: { Type: 'Wait', Seconds: 60, End: true } });
const quick = machine({ Only: { Type: 'Pass', End: true } });
const execution = (name: string) => `arn:aws:states:local:000000000000:execution:main:${name}`;

function made(): Harness {
  return harness({ machines: { main: hold, quick } });
}

describe('StartExecution', () => {
  it('answers ARN and start in epoch seconds', async () => {
    const h = made();
    h.now = START + 1;
    const request = { stateMachineArn: machineArn('main'), name: 'one', input: '{"a":1}' };
    expect(await h.api('StartExecution', request)).toEqual({
      executionArn: execution('one'),
      startDate: START / 1000 + 0.001,
    });
  });

  it('makes a name and an empty object as input when absent', async () => {
    const h = made();
    const { executionArn } = await h.api('StartExecution', { stateMachineArn: machineArn('main') });
    expect(await h.describe(executionArn)).toMatchObject({
      input: '{}',
      name: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('answers the running execution of the same name and input', async () => {
    const h = made();
    const request = { stateMachineArn: machineArn('main'), name: 'one', input: '{"a":1}' };
    const first = await h.api('StartExecution', request);
    h.now += 5000;
    expect(await h.api('StartExecution', request)).toEqual(first);
    expect((await h.api('ListExecutions', { stateMachineArn: machineArn('main') })).executions).toHaveLength(1);
  });

  it('refuses the name with another input, or once the execution has ended', async () => {
    const h = made();
    const start = (input: string) =>
      h.api('StartExecution', { stateMachineArn: machineArn('main'), name: 'one', input });
    await start('1');
    await expect(start('2')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
    await h.api('StopExecution', { executionArn: execution('one') });
    await expect(start('1')).rejects.toMatchObject({ code: 'ExecutionAlreadyExists' });
  });

  it.each<[string, JsonObject]>([
    ['ValidationException', {}],
    ['ValidationException', { stateMachineArn: 7 }],
    ['InvalidArn', { stateMachineArn: 'main' }],
    ['InvalidArn', { stateMachineArn: execution('one') }],
    ['StateMachineDoesNotExist', { stateMachineArn: machineArn('absent') }],
    ['InvalidExecutionInput', { stateMachineArn: machineArn('main'), input: '{' }],
    ['InvalidExecutionInput', { stateMachineArn: machineArn('main'), input: '' }],
    ['InvalidExecutionInput', { stateMachineArn: machineArn('main'), input: JSON.stringify('x'.repeat(262_144)) }],
    ['InvalidName', { stateMachineArn: machineArn('main'), name: '' }],
    ['InvalidName', { stateMachineArn: machineArn('main'), name: 'a b' }],
    ['InvalidName', { stateMachineArn: machineArn('main'), name: 'a/b' }],
    ['InvalidName', { stateMachineArn: machineArn('main'), name: 'x'.repeat(81) }],
  ])('answers %s for %j', async (code, input) => {
    const h = made();
    await expect(h.api('StartExecution', input)).rejects.toMatchObject({ code, status: 400 });
    expect((await h.api('ListExecutions', { stateMachineArn: machineArn('main') })).executions).toEqual([]);
  });
});

describe('DescribeExecution', () => {
  it('describes a running and a finished execution', async () => {
    const h = made();
    const arn = await h.begin({ a: 0 }, { name: 'one' });
    const running = {
      executionArn: arn,
      stateMachineArn: machineArn('main'),
      name: 'one',
      status: 'RUNNING',
      startDate: START / 1000,
      input: '{"a":0}',
      inputDetails: { included: true },
    };
    expect(await h.describe(arn)).toEqual(running);
    await h.machines.settled();
    await h.pass(60);
    expect(await h.describe(arn)).toEqual({
      ...running,
      status: 'SUCCEEDED',
      stopDate: START / 1000 + 60,
      output: '{"a":0}',
      outputDetails: { included: true },
    });
  });
});

it.each(['DescribeExecution', 'StopExecution', 'GetExecutionHistory'])(
  '%s names what is wrong with its execution',
  async (operation) => {
    const h = made();
    await expect(h.api(operation, {})).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(h.api(operation, { executionArn: 'x' })).rejects.toMatchObject({ code: 'InvalidArn' });
    const absent = h.api(operation, { executionArn: execution('absent') });
    await expect(absent).rejects.toMatchObject({ code: 'ExecutionDoesNotExist', status: 400 });
  },
);

describe('StopExecution', () => {
  it('aborts with error and cause and ends every wait', async () => {
    const h = made();
    const arn = await h.begin();
    await h.machines.settled();
    h.now += 1000;
    const stopped = await h.api('StopExecution', { executionArn: arn, error: 'Enough', cause: 'by hand' });
    expect(stopped).toEqual({ stopDate: START / 1000 + 1 });
    expect(await h.describe(arn)).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
    expect((await h.events(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Enough', cause: 'by hand' },
    });
    await h.pass(60);
    expect((await h.describe(arn)).status).toBe('ABORTED');
  });

  it('leaves an execution that has ended as it is', async () => {
    const h = harness({ machines: { main: quick } });
    const arn = await h.begin();
    await h.machines.settled();
    h.now += 9000;
    expect(await h.api('StopExecution', { executionArn: arn })).toEqual({ stopDate: START / 1000 });
    expect((await h.describe(arn)).status).toBe('SUCCEEDED');
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, in pages, without skipping or repeating any', async () => {
    const h = made();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await h.begin({}, { name });
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const request = { stateMachineArn: machineArn('main'), maxResults: 2, ...(nextToken ? { nextToken } : {}) };
      const page = await h.api('ListExecutions', request);
      expect(page.executions.length).toBeLessThanOrEqual(2);
      names.push(...page.executions.map(({ name }: { name: string }) => name));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(names).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('filters by status', async () => {
    const h = made();
    for (const name of ['a', 'b']) await h.begin({}, { name });
    await h.machines.settled();
    await h.api('StopExecution', { executionArn: execution('a') });
    const list = async (filter: JsonObject) => {
      const { executions } = await h.api('ListExecutions', { stateMachineArn: machineArn('main'), ...filter });
      return executions.map(({ name }: { name: string }) => name);
    };
    expect(await list({ statusFilter: 'ABORTED' })).toEqual(['a']);
    expect(await list({ statusFilter: 'RUNNING' })).toEqual(['b']);
    expect(await list({ statusFilter: 'FAILED' })).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['ValidationException', { maxResults: -1 }],
    ['ValidationException', { maxResults: 1001 }],
    ['ValidationException', { statusFilter: 'DONE' }],
    ['ValidationException', { redriveFilter: 'REDRIVEN' }],
    ['InvalidToken', { nextToken: 'nonsense' }],
    ['StateMachineDoesNotExist', { stateMachineArn: machineArn('absent') }],
  ])('answers %s for %j', async (code, input) => {
    const listed = made().api('ListExecutions', { stateMachineArn: machineArn('main'), ...input });
    await expect(listed).rejects.toMatchObject({ code });
  });
});

it('ListStateMachines lists the machines of the template', async () => {
  const { stateMachines } = await made().api('ListStateMachines', {});
  expect(stateMachines).toEqual(
    ['main', 'quick'].map((name) => ({
      stateMachineArn: machineArn(name),
      name,
      type: 'STANDARD',
      creationDate: START / 1000,
    })),
  );
});
