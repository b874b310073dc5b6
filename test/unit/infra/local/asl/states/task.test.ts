// Task: the call and the result of each integration.
import { describe, expect, it, vi } from 'vitest';
import { AwsError, type Json, type JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, harness, invoke, machine, machineArn, runMachine } from '../harness.ts';

const integration = (resource: string, more: JsonObject): JsonObject => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${resource}`,
  End: true,
  ...more,
});

describe('lambda:invoke', () => {
  it('gives the payload in the shape of the integration', async () => {
    const { made, arn } = await runMachine(
      machine({ Call: invoke('f') }),
      { n: 1 },
      { functions: { f: () => ({ ok: 0 }) } },
    );
    expect(made.calls).toEqual([{ name: 'f', payload: { n: 1 } }]);
    expect(await made.output(arn)).toMatchObject({ ExecutedVersion: '$LATEST', Payload: { ok: 0 }, StatusCode: 200 });
  });

  it.each<[Json]>([[0], [false], [''], [null]])('keeps a payload of %j', async (value) => {
    const states = { Call: invoke('f', { Output: '{% $states.result.Payload %}' }) };
    const { made, arn } = await runMachine(machine(states), {}, { functions: { f: () => value } });
    expect(await made.output(arn)).toEqual(value);
  });

  it('fails with the type of the thrown error and its description as the cause', async () => {
    const fail = () => {
      throw new FunctionError('release.not_found', 'no such release');
    };
    const { made, arn } = await runMachine(machine({ Call: invoke('f') }), {}, { functions: { f: fail } });
    const { error, cause } = await made.describe(arn);
    expect(error).toBe('release.not_found');
    expect(JSON.parse(cause)).toEqual({
      errorType: 'release.not_found',
      errorMessage: 'no such release',
      trace: ['at handler'],
    });
  });

  const absent = 'arn:aws:lambda:local:000000000000:function:absent';
  it.each<[string, JsonObject]>([
    ['lambda:invoke', invoke(absent)],
    ['a plain function', { Type: 'Task', Resource: absent, End: true }],
  ])('fails with Lambda.ResourceNotFoundException and a text for an unknown function, %s', async (_, call) => {
    const { made, arn } = await runMachine(machine({ Call: call }));
    expect(await made.describe(arn)).toMatchObject({
      error: 'Lambda.ResourceNotFoundException',
      cause: `Function not found: ${absent}`,
    });
  });

  it('keeps the name of an equal error that the function threw', async () => {
    const fail = () => Promise.reject(new FunctionError('ResourceNotFoundException', 'no table'));
    const { made, arn } = await runMachine(machine({ Call: invoke('f') }), {}, { functions: { f: fail } });
    const { error, cause } = await made.describe(arn);
    expect([error, JSON.parse(cause).errorMessage]).toEqual(['ResourceNotFoundException', 'no table']);
  });

  it.each<[string, Json]>([
    ['{"n":[1,null]}', { n: [1, null] }],
    ['7', 7],
    ['"text"', 'text'],
    ['null', null],
  ])('takes the text Payload %s as JSON', async (Payload, expected) => {
    const Arguments = { FunctionName: 'f', Payload: '{% $states.input %}' };
    const call = machine({ Call: invoke('f', { Arguments }) });
    const { made } = await runMachine(call, Payload, { functions: { f: () => 1 } });
    expect(made.calls).toEqual([{ name: 'f', payload: expected }]);
  });

  it('fails for a text Payload that is not JSON', async () => {
    const Arguments = { FunctionName: 'f', Payload: 'plain words' };
    const call = machine({ Call: invoke('f', { Arguments }) });
    const { made, arn } = await runMachine(call, {}, { functions: { f: () => 1 } });
    expect(await made.describe(arn)).toMatchObject({
      error: 'Lambda.InvalidRequestContentException',
      cause: expect.stringContaining('Could not parse request body into json'),
    });
    expect(made.calls).toEqual([]);
  });

  it('takes Arguments that are one expression', async () => {
    const Arguments = '{% {"FunctionName": "f", "Payload": {"twice": $states.input.n * 2}} %}';
    const { made } = await runMachine(
      machine({ Call: invoke('f', { Arguments }) }),
      { n: 2 },
      { functions: { f: () => 1 } },
    );
    expect(made.calls).toEqual([{ name: 'f', payload: { twice: 4 } }]);
  });
});

it('a plain function ARN gets the Arguments and gives the bare payload', async () => {
  const resource = 'arn:aws:lambda:local:000000000000:function:f';
  const state = { Type: 'Task', Resource: resource, Arguments: { n: '{% $states.input.n %}' }, End: true };
  const { made, arn } = await runMachine(machine({ Call: state }), { n: 1 }, { functions: { [resource]: () => 0 } });
  expect(made.calls).toEqual([{ name: resource, payload: { n: 1 } }]);
  expect(await made.output(arn)).toBe(0);
});

describe('events:putEvents', () => {
  const Entries = [{ Detail: { a: 1 }, DetailType: 'Happened', Source: 'test', EventBusName: 'bus' }];
  const states = { Put: integration('events:putEvents', { Arguments: { Entries } }) };

  it('sends the detail as text and adds machine and execution as resources', async () => {
    const putEvents = vi.fn(async () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] }));
    const { made, arn } = await runMachine(machine(states), {}, { putEvents });
    expect(putEvents).toHaveBeenCalledWith({
      Entries: [{ ...Entries[0], Detail: '{"a":1}', Resources: [machineArn('main'), arn] }],
    });
    expect(await made.output(arn)).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: 'e1' }] });
  });

  it('adds them after the resources of the entry', async () => {
    const putEvents = vi.fn(async (_: JsonObject) => ({ FailedEntryCount: 0 }));
    const Arguments = { Entries: [{ ...Entries[0], Resources: ['arn:own'] }] };
    const put = machine({ Put: integration('events:putEvents', { Arguments }) });
    const { arn } = await runMachine(put, {}, { putEvents });
    expect(putEvents.mock.calls[0]?.[0]).toMatchObject({
      Entries: [{ Resources: ['arn:own', machineArn('main'), arn] }],
    });
  });

  it('fails with the error of the API', async () => {
    const putEvents = async () => {
      throw new AwsError('ValidationException', 'no entries');
    };
    const { made, arn } = await runMachine(machine(states), {}, { putEvents });
    expect(await made.describe(arn)).toMatchObject({ error: 'EventBridge.ValidationException', cause: 'no entries' });
  });

  it('fails with EventBridge.FailedEntry when one entry is refused', async () => {
    const putEvents = async () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] });
    const { made, arn } = await runMachine(machine(states), {}, { putEvents });
    const { error, cause } = await made.describe(arn);
    expect(error).toBe('EventBridge.FailedEntry');
    expect(JSON.parse(cause)).toMatchObject({ FailedEntryCount: 1 });
  });
});

describe('states:startExecution', () => {
  const nested = (suffix: string, more: JsonObject = {}) =>
    machine({
      Start: integration(`states:startExecution${suffix}`, {
        Arguments: { StateMachineArn: machineArn('child'), Name: 'kid', Input: { n: '{% $states.input %}' } },
        ...more,
      }),
    });
  const child = machine({ Only: { Type: 'Pass', Output: { got: '{% $states.input.n %}' }, End: true } });

  it('does not wait without a suffix', async () => {
    const { made, arn } = await runMachine(nested(''), 0, { machines: { child } });
    expect(await made.output(arn)).toMatchObject({
      ExecutionArn: 'arn:aws:states:local:000000000000:execution:child:kid',
    });
  });

  it('gives the parsed output with .sync:2', async () => {
    const { made, arn } = await runMachine(nested('.sync:2'), 0, { machines: { child } });
    expect(await made.output(arn)).toMatchObject({
      Name: 'kid',
      Status: 'SUCCEEDED',
      Input: { n: 0 },
      Output: { got: 0 },
    });
    expect(await made.types(arn)).toContain('TaskSubmitted');
  });

  it('fails with States.TaskFailed and the description when the child fails', async () => {
    const failing = machine({ Broken: { Type: 'Fail', Error: 'Boom', Cause: 'bad' } });
    const { made, arn } = await runMachine(nested('.sync:2'), 0, { machines: { child: failing } });
    const { error, cause } = await made.describe(arn);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause)).toMatchObject({ Status: 'FAILED', Error: 'Boom', Cause: 'bad', Name: 'kid' });
  });

  it('fails when the name is taken by an execution that has ended', async () => {
    const states = { ...(nested('.sync:2', { Next: 'Again', End: false }).States as JsonObject) };
    const again = { ...states, Again: (nested('').States as JsonObject).Start ?? null };
    const { made, arn } = await runMachine(machine(again), 0, { machines: { child } });
    expect(await made.describe(arn)).toMatchObject({ error: 'StepFunctions.ExecutionAlreadyExistsException' });
  });

  it('fails for a machine that does not exist', async () => {
    const { made, arn } = await runMachine(nested(''), 0, {});
    expect(await made.describe(arn)).toMatchObject({ error: 'StepFunctions.StateMachineDoesNotExistException' });
  });

  it('stops the child when the parent is stopped', async () => {
    const waiting = machine({ Hold: { Type: 'Wait', Seconds: 60, End: true } });
    const { made, arn } = await runMachine(nested('.sync:2'), 0, { machines: { child: waiting } });
    await made.api('StopExecution', { executionArn: arn });
    const kid = 'arn:aws:states:local:000000000000:execution:child:kid';
    expect([(await made.describe(arn)).status, (await made.describe(kid)).status]).toEqual(['ABORTED', 'ABORTED']);
  });
});

it('runs executions side by side', async () => {
  const made = harness({ machines: { main: machine({ Call: invoke('f') }) }, functions: { f: (payload) => payload } });
  const arns = await Promise.all([1, 2, 3].map((n) => made.begin(n)));
  await made.machines.settled();
  const outputs = await Promise.all(arns.map((arn) => made.output(arn)));
  expect(outputs.map((output) => (output as JsonObject).Payload)).toEqual([1, 2, 3]);
});
