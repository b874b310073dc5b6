// The history of failures in branches and iterations, as AWS chains it: an event that is aside is passed by.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, graph, invoke, machine, runMachine } from '../harness.ts';

/** Events as `type<-previous`, in order. */
function chain(events: { type: string; previousEventId: number }[]): string[] {
  return events.map(({ type, previousEventId }) => `${type}<-${previousEventId}`);
}

describe('a failure in a branch or an iteration', () => {
  const fail = () => Promise.reject(new FunctionError('Boom', 'bad'));
  const done = { Done: { Type: 'Succeed' } };
  const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], End: true };
  const fork = (branch: JsonObject, more: JsonObject): JsonObject => ({
    Fork: { Type: 'Parallel', Branches: [branch], ...more },
  });
  const each = (processor: JsonObject, more: JsonObject): JsonObject => ({
    Each: { Type: 'Map', Items: [1], ItemProcessor: processor, ...more },
  });
  const boom = graph({ Boom: { Type: 'Fail', Error: 'Boom' } });
  const absent = { Output: '{% $states.input.absent %}' };
  const retried = { Retry: [{ ErrorEquals: ['Boom'], MaxAttempts: 1 }], End: true };

  it.each<[string, JsonObject, string[]]>([
    [
      'also aborts its Task',
      { ...fork(graph({ Call: invoke('f') }), caught), ...done },
      [
        'TaskStateEntered<-3',
        'TaskScheduled<-4',
        'TaskStarted<-5',
        'TaskFailed<-6',
        'TaskStateAborted<-7',
        'ParallelStateFailed<-7',
        'ParallelStateExited<-9',
        'SucceedStateEntered<-10',
        'SucceedStateExited<-11',
        'ExecutionSucceeded<-12',
      ],
    ],
    [
      'also aborts its Task in a Map',
      each(graph({ Call: invoke('f') }), { End: true }),
      [
        'MapIterationStarted<-3',
        'TaskStateEntered<-4',
        'TaskScheduled<-5',
        'TaskStarted<-6',
        'TaskFailed<-7',
        'TaskStateAborted<-8',
        'MapIterationFailed<-8',
        'MapStateFailed<-8',
        'ExecutionFailed<-11',
      ],
    ],
    [
      'aborts no Task that a catcher inside leaves',
      fork(graph({ Call: invoke('f', { Catch: caught.Catch }), ...done }), { End: true }),
      [
        'TaskStateEntered<-3',
        'TaskScheduled<-4',
        'TaskStarted<-5',
        'TaskFailed<-6',
        'TaskStateExited<-7',
        'SucceedStateEntered<-8',
        'SucceedStateExited<-9',
        'ParallelStateSucceeded<-10',
        'ParallelStateExited<-10',
        'ExecutionSucceeded<-12',
      ],
    ],
    [
      'fails a retried Parallel once',
      fork(boom, retried),
      [
        'FailStateEntered<-3',
        'ParallelStateStarted<-4',
        'FailStateEntered<-5',
        'ParallelStateFailed<-6',
        'ExecutionFailed<-7',
      ],
    ],
    [
      'fails a retried Map once',
      each(boom, retried),
      [
        'MapIterationStarted<-3',
        'FailStateEntered<-4',
        'MapIterationFailed<-5',
        'MapStateStarted<-5',
        'MapIterationStarted<-7',
        'FailStateEntered<-8',
        'MapIterationFailed<-9',
        'MapStateFailed<-9',
        'ExecutionFailed<-11',
      ],
    ],
    [
      'fails a Map whose iteration cannot be evaluated',
      each(graph({ Undef: { Type: 'Pass', ...absent, End: true } }), { End: true }),
      [
        'MapIterationStarted<-3',
        'PassStateEntered<-4',
        'EvaluationFailed<-5',
        'MapIterationFailed<-6',
        'MapStateFailed<-6',
        'ExecutionFailed<-8',
      ],
    ],
    [
      'fails a Parallel twice whose catcher cannot be evaluated',
      { ...fork(boom, { Catch: [{ ErrorEquals: ['Boom'], Next: 'Done', ...absent }], End: true }), ...done },
      [
        'FailStateEntered<-3',
        'ParallelStateFailed<-4',
        'EvaluationFailed<-4',
        'ParallelStateFailed<-6',
        'ExecutionFailed<-7',
      ],
    ],
  ])('%s', async (_, states, expected) => {
    const { made, arn } = await runMachine(machine(states), {}, { functions: { f: fail } });
    await made.pass(1);
    expect(chain((await made.events(arn)).slice(3))).toEqual(expected);
  });
});
