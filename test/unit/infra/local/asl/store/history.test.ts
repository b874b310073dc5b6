// GetExecutionHistory: the events of whole executions in AWS's shapes.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, graph, harness, invoke, machine, runMachine, START } from '../harness.ts';

/** Events as `type<-previous`, in order. */
function chain(events: { type: string; previousEventId: number }[]): string[] {
  return events.map(({ type, previousEventId }) => `${type}<-${previousEventId}`);
}

describe('the history', () => {
  it('has the shapes of AWS for an execution with a task', async () => {
    const states = {
      Call: invoke('f', { TimeoutSeconds: 9, Assign: { x: 0 }, Output: '{% $states.result.Payload %}' }),
    };
    const { made, arn } = await runMachine(machine(states), { n: 1 }, { functions: { f: () => 'done' } });
    const at = START / 1000;
    const about = { resourceType: 'lambda', resource: 'invoke' };
    const truncated = { truncated: false };
    const result =
      '{"ExecutedVersion":"$LATEST","Payload":"done","SdkHttpMetadata":{"HttpStatusCode":200},"StatusCode":200}';
    expect(await made.events(arn)).toEqual([
      {
        id: 1,
        previousEventId: 0,
        timestamp: at,
        type: 'ExecutionStarted',
        executionStartedEventDetails: {
          input: '{"n":1}',
          inputDetails: truncated,
          roleArn: 'arn:aws:iam::000000000000:role/main',
        },
      },
      {
        id: 2,
        previousEventId: 0,
        timestamp: at,
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'Call', input: '{"n":1}', inputDetails: truncated },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp: at,
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          ...about,
          region: 'local',
          parameters: '{"FunctionName":"f","Payload":{"n":1}}',
          timeoutInSeconds: 9,
        },
      },
      { id: 4, previousEventId: 3, timestamp: at, type: 'TaskStarted', taskStartedEventDetails: about },
      {
        id: 5,
        previousEventId: 4,
        timestamp: at,
        type: 'TaskSucceeded',
        taskSucceededEventDetails: { ...about, output: result, outputDetails: truncated },
      },
      {
        id: 6,
        previousEventId: 5,
        timestamp: at,
        type: 'TaskStateExited',
        stateExitedEventDetails: {
          name: 'Call',
          output: '"done"',
          outputDetails: truncated,
          assignedVariables: { x: '0' },
          assignedVariablesDetails: truncated,
        },
      },
      {
        id: 7,
        previousEventId: 6,
        timestamp: at,
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '"done"', outputDetails: truncated },
      },
    ]);
  });

  it('writes the Lambda family for a plain function', async () => {
    const resource = 'arn:aws:lambda:local:000000000000:function:f';
    const fail = () => Promise.reject(new FunctionError('Boom'));
    const states = { Call: { Type: 'Task', Resource: resource, End: true } };
    const { made, arn } = await runMachine(machine(states), 0, { functions: { [resource]: fail } });
    const events = await made.events(arn);
    expect(chain(events.slice(2))).toEqual([
      'LambdaFunctionScheduled<-2',
      'LambdaFunctionStarted<-3',
      'LambdaFunctionFailed<-4',
      'ExecutionFailed<-5',
    ]);
    expect(events[2].lambdaFunctionScheduledEventDetails).toEqual({
      resource,
      input: '0',
      inputDetails: { truncated: false },
    });
    expect(events[4].lambdaFunctionFailedEventDetails).toMatchObject({ error: 'Boom' });
    expect(events[5].executionFailedEventDetails).toMatchObject({ error: 'Boom' });
  });

  it('chains the events of branches and iterations', async () => {
    const same = (name: string) => graph({ [name]: { Type: 'Pass', End: true } });
    const states = {
      Fork: { Type: 'Parallel', Branches: [same('A'), same('B')], Next: 'Each' },
      Each: { Type: 'Map', ItemProcessor: same('C'), MaxConcurrency: 1, End: true },
    };
    const { made, arn } = await runMachine(machine(states));
    expect(chain(await made.events(arn))).toEqual([
      'ExecutionStarted<-0',
      'ParallelStateEntered<-0',
      'ParallelStateStarted<-2',
      'PassStateEntered<-3',
      'PassStateEntered<-3',
      'PassStateExited<-4',
      'PassStateExited<-5',
      'ParallelStateSucceeded<-7',
      'ParallelStateExited<-7',
      'MapStateEntered<-9',
      'MapStateStarted<-10',
      'MapIterationStarted<-11',
      'PassStateEntered<-12',
      'PassStateExited<-13',
      'MapIterationSucceeded<-14',
      'MapIterationStarted<-11',
      'PassStateEntered<-16',
      'PassStateExited<-17',
      'MapIterationSucceeded<-18',
      'MapStateSucceeded<-19',
      'MapStateExited<-19',
      'ExecutionSucceeded<-21',
    ]);
  });

  it('shows a caught failure of a Parallel', async () => {
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [graph({ Boom: { Type: 'Fail', Error: 'Boom' } })],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
        End: true,
      },
      Done: { Type: 'Succeed' },
    };
    const { made, arn } = await runMachine(machine(states));
    expect(await made.types(arn)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'FailStateEntered',
      'ParallelStateFailed',
      'ParallelStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe('GetExecutionHistory', () => {
  async function finished() {
    const { made, arn } = await runMachine(machine({ Only: { Type: 'Pass', End: true } }), { secret: 1 });
    const get = (more: JsonObject) => made.api('GetExecutionHistory', { executionArn: arn, ...more });
    return { get };
  }
  const ids = ({ events }: { events: { id: number }[] }) => events.map(({ id }) => id);

  it.each([
    [false, [1, 2, 3, 4]],
    [true, [4, 3, 2, 1]],
  ])('pages with reverseOrder %s', async (reverseOrder, expected) => {
    const { get } = await finished();
    const first = await get({ reverseOrder, maxResults: 3 });
    const second = await get({ reverseOrder, maxResults: 3, nextToken: first.nextToken });
    expect([...ids(first), ...ids(second)]).toEqual(expected);
    expect(second.nextToken).toBeUndefined();
  });

  it('leaves payloads out without includeExecutionData', async () => {
    const { get } = await finished();
    const { events } = await get({ includeExecutionData: false });
    expect(JSON.stringify(events)).not.toContain('secret');
    expect(events[1].stateEnteredEventDetails).toEqual({ name: 'Only' });
  });

  it('refuses wrong flags and tokens', async () => {
    const { get } = await finished();
    await expect(get({ reverseOrder: 'yes' })).rejects.toMatchObject({ code: 'ValidationException' });
    await expect(get({ nextToken: '!' })).rejects.toMatchObject({ code: 'InvalidToken' });
  });
});

it('an endless machine is failed at 25,000 events', { timeout: 120_000 }, async () => {
  const made = harness({
    machines: {
      main: machine({
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'End' },
        End: { Type: 'Succeed' },
      }),
    },
  });
  const arn = await made.begin();
  await made.machines.settled();
  expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  const last = (await made.api('GetExecutionHistory', { executionArn: arn, reverseOrder: true, maxResults: 1 }))
    .events[0];
  expect(last).toMatchObject({ type: 'ExecutionFailed', id: expect.closeTo(25_000, -1) });
});
