// The interpreter's construction refuses anything unsupported or unacceptable to AWS, with one line naming the place.
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { createStateMachines } from '../../../../../../infra/local/asl/state-machines.ts';
import { type JsonObject, UnsupportedError } from '../../../../../../infra/local/contracts.ts';
import { graph, invoke, machine, machineArn } from '../harness.ts';

function create(definition: JsonObject): void {
  createStateMachines({
    db: new DatabaseSync(':memory:'),
    now: () => 0,
    log: () => {},
    machines: [{ arn: machineArn('main'), name: 'main', definition }],
    invoker: { invoke: async () => ({ ok: true, payload: null }) },
  });
}

const done = { Type: 'Succeed' };
const pass = (more: JsonObject) => machine({ Only: { Type: 'Pass', End: true, ...more } });
const task = (more: JsonObject) => machine({ Only: invoke('f', { Next: 'Done', ...more }), Done: done });
const map = (more: JsonObject) =>
  machine({ Only: { Type: 'Map', ItemProcessor: graph({ Done: done }), End: true, ...more } });
const choices = (...targets: string[]) => ({
  Type: 'Choice',
  Choices: targets.map((Next) => ({ Condition: true, Next })),
});
const choice = (rule: JsonObject) => machine({ Only: { Type: 'Choice', Choices: [rule] }, Done: done });

describe('createStateMachines refuses', () => {
  it.each<[string, JsonObject, string]>([
    ['a JSONPath machine', { StartAt: 'A', States: { A: done } }, 'QueryLanguage: must be JSONata'],
    ['a JSONPath state', pass({ QueryLanguage: 'JSONPath' }), 'States.Only.QueryLanguage: must be JSONata'],
    ['InputPath', pass({ InputPath: '$' }), 'States.Only.InputPath: JSONPath is not supported, only JSONata'],
    ['Result', pass({ Result: 1 }), 'States.Only.Result: JSONPath'],
    ['Parameters', task({ Parameters: {} }), 'States.Only.Parameters: JSONPath'],
    ['a JSONPath key', pass({ Output: { 'a.$': '$.b' } }), 'States.Only.Output.a.$: JSONPath'],
    ['an unknown machine field', { ...pass({}), Extra: 1 }, 'main: Extra: not supported'],
    ['an unknown state field', pass({ Extra: 1 }), 'States.Only.Extra: not supported'],
    ['an unknown state type', machine({ Only: { Type: 'Loop' } }), 'States.Only.Type: "Loop" is not supported'],
    ['Credentials', task({ Credentials: {} }), 'States.Only.Credentials: not supported'],
    ['another integration', task({ Resource: 'arn:aws:states:::sns:publish' }), 'sns:publish is not supported'],
    ['an SDK integration', task({ Resource: 'arn:aws:states:::aws-sdk:s3:getObject' }), 'is not supported'],
    ['.sync of a function', task({ Resource: 'arn:aws:states:::lambda:invoke.sync:2' }), 'is not supported'],
    ['the first .sync', task({ Resource: 'arn:aws:states:::states:startExecution.sync' }), 'is not supported'],
    ['an activity', task({ Resource: 'arn:aws:states:local:000000000000:activity:a' }), 'is not supported'],
    ['events without a bus', task({ Resource: 'arn:aws:states:::events:putEvents' }), 'is not available here'],
    [
      'a message to a queue',
      task({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
      'sqs:sendMessage is not supported',
    ],
    [
      'a callback of a nested execution',
      task({ Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken' }),
      'is not supported',
    ],
    ['an argument of lambda', task({ Arguments: { FunctionName: 'f', LogType: 'Tail' } }), 'LogType is not supported'],
    ['asynchronous invocation', task({ Arguments: { FunctionName: 'f', InvocationType: 'Event' } }), 'InvocationType'],
    [
      'a lambda task without arguments',
      machine({ Only: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true } }),
      'Arguments',
    ],
    [
      'a distributed map',
      map({ ItemProcessor: { ...graph({ Done: done }), ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
      'ItemProcessor.ProcessorConfig.Mode: must be INLINE',
    ],
    ['an object of items', map({ Items: { a: 1 } }), 'States.Only.Items: must be a list'],
    ['ItemReader', map({ ItemReader: {} }), 'ItemReader: only inline maps are supported'],
    ['a negative ToleratedFailureCount', map({ ToleratedFailureCount: -1 }), 'must be an integer of at least 0'],
    ['a share over 100', map({ ToleratedFailurePercentage: 101 }), 'at least 0 and at most 100'],
    ['ToleratedFailureCountPath', map({ ToleratedFailureCountPath: '$' }), 'JSONPath is not supported'],
    [
      'an Iterator',
      machine({ Only: { Type: 'Map', Iterator: graph({ Done: done }), End: true } }),
      'Iterator: not supported',
    ],
    ['a Variable rule', choice({ Variable: '$.a', Next: 'Done' }), 'Choices[0].Variable: JSONPath'],
    ['a rule without Condition', choice({ Next: 'Done' }), 'Choices[0].Condition: is missing'],
    [
      'no choices',
      machine({ Only: { Type: 'Choice', Choices: [], Default: 'Done' }, Done: done }),
      'at least one item',
    ],
    [
      'Seconds and Timestamp',
      machine({ Only: { Type: 'Wait', Seconds: 1, Timestamp: '2026-03-01T00:00:00Z', End: true } }),
      'either Seconds or Timestamp',
    ],
    ['a Wait without time', machine({ Only: { Type: 'Wait', End: true } }), 'either Seconds or Timestamp'],
    ['an unknown target', pass({ End: false, Next: 'Nowhere' }), 'States.Only.Next: names no state'],
    [
      'an unknown catcher target',
      task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'No' }] }),
      'Catch[0].Next: names no state',
    ],
    ['an unknown start', { ...pass({}), StartAt: 'No' }, 'StartAt: names no state'],
    ['neither Next nor End', machine({ Only: { Type: 'Pass' } }), 'either Next or End'],
    ['both Next and End', pass({ Next: 'Only' }), 'either Next or End'],
    ['States.ALL beside others', task({ Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }), 'must stand alone'],
    [
      'States.ALL before others',
      task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] }),
      'must come last',
    ],
    ['a retrier without errors', task({ Retry: [{ MaxAttempts: 1 }] }), 'Retry[0].ErrorEquals: is missing'],
    [
      'a negative MaxAttempts',
      task({ Retry: [{ ErrorEquals: ['A'], MaxAttempts: -1 }] }),
      'MaxAttempts: must be an integer',
    ],
    [
      'a shrinking BackoffRate',
      task({ Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] }),
      'BackoffRate: must be a number',
    ],
    ['another jitter', task({ Retry: [{ ErrorEquals: ['A'], JitterStrategy: 'SOME' }] }), 'must be FULL or NONE'],
    ['TimeoutSeconds 0', task({ TimeoutSeconds: 0 }), 'TimeoutSeconds: must be an integer of at least 1'],
    ['Retry on a Pass', pass({ Retry: [{ ErrorEquals: ['A'] }] }), 'States.Only.Retry: not supported'],
    [
      'Assign on a Succeed',
      machine({ Only: { Type: 'Succeed', Assign: { x: 1 } } }),
      'States.Only.Assign: not supported',
    ],
    ['$states as a variable', pass({ Assign: { states: 1 } }), 'Assign.states: not a name'],
    ['a part of a variable', pass({ Assign: { 'x.y': 1 } }), 'Assign.x.y: not a name'],
    [
      'a broken branch',
      machine({ Only: { Type: 'Parallel', Branches: [{ StartAt: 'A' }], End: true } }),
      'Branches[0].States: must be an object',
    ],
    ...[
      '2026-03-01',
      '2026-03-01 00:00:00Z',
      '2026-03-01t00:00:00Z',
      '2026-03-01T00:00:00',
      '2026-03-01T00:00Z',
      '2026-02-29T00:00:00Z',
      '2026-04-31T00:00:00Z',
      '2026-03-00T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-03-01T24:00:00Z',
      '2026-03-01T00:60:00Z',
      '2026-03-01T00:00:00+25:00',
      'tomorrow',
      '',
    ].map((Timestamp): [string, JsonObject, string] => [
      `the Timestamp '${Timestamp}'`,
      machine({ Only: { Type: 'Wait', Timestamp, End: true } }),
      'States.Only.Timestamp: must be an RFC 3339 timestamp',
    ]),
    [
      'a heartbeat as long as the timeout',
      task({ HeartbeatSeconds: 10, TimeoutSeconds: 10 }),
      'States.Only.HeartbeatSeconds: must be smaller than TimeoutSeconds',
    ],
    [
      'a heartbeat longer than the timeout',
      task({ HeartbeatSeconds: 11, TimeoutSeconds: 10 }),
      'must be smaller than TimeoutSeconds',
    ],
    ['a timeout over the limit', task({ TimeoutSeconds: 100_000_000 }), 'at most 99999999'],
    [
      'a longest delay over the limit',
      task({ Retry: [{ ErrorEquals: ['A'], MaxDelaySeconds: 31_622_401 }] }),
      'MaxDelaySeconds: must be an integer of at least 1 and at most 31622400',
    ],
    [
      'a state that no state leads to',
      machine({ Only: { Type: 'Pass', End: true }, Stray: done }),
      'main: States.Stray: is not reachable',
    ],
    [
      'states that only lead to each other',
      machine({ Only: done, A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      'main: States.A: is not reachable',
    ],
    [
      'an unreachable state in a branch',
      machine({ Only: { Type: 'Parallel', Branches: [graph({ In: done, Stray: done })], End: true } }),
      'States.Only.Branches[0].States.Stray: is not reachable',
    ],
    [
      'no terminal state',
      machine({ Only: { Type: 'Pass', Next: 'Other' }, Other: { Type: 'Pass', Next: 'Only' } }),
      'main: States: has no terminal state',
    ],
    [
      'no terminal state in an iteration',
      map({ ItemProcessor: graph({ In: { Type: 'Pass', Next: 'In' } }) }),
      'States.Only.ItemProcessor.States: has no terminal state',
    ],
    [
      'a state with the name of the one around it',
      map({ ItemProcessor: graph({ Only: done }) }),
      'States.Only.ItemProcessor.States.Only: has the name of another state of this machine',
    ],
    [
      'states of two branches with the same name',
      machine({ Only: { Type: 'Parallel', Branches: [graph({ In: done }), graph({ In: done })], End: true } }),
      'States.Only.Branches[1].States.In: has the name of another state of this machine',
    ],
    ['a name over 80 characters', machine({ ['x'.repeat(81)]: done }), 'must have a name of 1 to 80 characters'],
    ['an empty name', { ...machine({ '': done }), StartAt: '' }, 'must have a name of 1 to 80 characters'],
    [
      'a field deep inside',
      map({ ItemProcessor: graph({ In: { Type: 'Pass', End: true, Extra: 1 } }) }),
      'States.Only.ItemProcessor.States.In.Extra: not supported',
    ],
  ])('%s', (_, definition, line) => {
    expect(() => create(definition)).toThrow(UnsupportedError);
    expect(() => create(definition)).toThrow(line);
  });

  it.each([
    ['{% 1 + %}', 'not a JSONata expression'],
    ['{% $states.input', 'begins or ends like an expression'],
    ['name %}', 'begins or ends like an expression'],
    ['{% name %}', "'name' at the top level"],
    ['{% $sum(list) %}', "'list' at the top level"],
    ['{% $map([1], function($x) { y }) %}', "'y' at the top level"],
    ['{% $$.a %}', '$$ is not supported'],
    ['{% $.a %}', '$ at the top level'],
    ['{% * %}', "'*' at the top level"],
    ["{% $eval('1') %}", '$eval is not supported'],
    ['{% $states.result %}', '$states.result is not available'],
    ['{% $states.errorOutput.Error %}', '$states.errorOutput is not available'],
    ['{% $states.output %}', '$states.output is not available'],
  ])('the expression %s', (expression, reason) => {
    expect(() => create(pass({ Output: { deep: [expression] } }))).toThrow(reason);
  });

  it('a variable of an outer scope assigned in an inner one', () => {
    const inner = graph({ In: { Type: 'Pass', Assign: { x: 2 }, End: true } });
    const definition = machine({
      Out: { Type: 'Pass', Assign: { x: 1 }, Next: 'Fork' },
      Fork: { Type: 'Parallel', Branches: [inner], End: true },
    });
    expect(() => create(definition)).toThrow('assigns x, a variable of an outer scope');
  });
});

describe('createStateMachines accepts', () => {
  it.each([
    '{% $states.input.items[value > 3].name %}',
    '{% $states.input.items^(price).{ "name": name } %}',
    '{% $states.input.items{ kind: $sum(price) } %}',
    '{% [1..3].($ * 2) %}',
    '{% $map($states.input.a, function($x) { $x.b }) %}',
    '{% $states.input ~> | a | { "b": c } | %}',
    '{% $filter($list, function($v) { $v != null }) %}',
    '{% $states.context.Execution.Id %}',
  ])('the expression %s', (expression) => {
    expect(() => create(pass({ Output: expression }))).not.toThrow();
  });

  it.each<[string, JsonObject]>([
    ['no catchers', task({ Catch: [] })],
    ['no retriers', task({ Retry: [] })],
    ['no catchers and retriers of a Map', map({ Catch: [], Retry: [] })],
    ['ToleratedFailureCount of an inline Map', map({ ToleratedFailureCount: 1 })],
    ['ToleratedFailurePercentage of an inline Map', map({ ToleratedFailurePercentage: 100 })],
    ['both from expressions', map({ ToleratedFailureCount: '{% 1 %}', ToleratedFailurePercentage: '{% 5 %}' })],
    ['a name of 80 characters', machine({ ['x'.repeat(80)]: done })],
    ['a heartbeat that an expression gives', task({ HeartbeatSeconds: '{% 10 %}', TimeoutSeconds: 5 })],
    ['a leap day', machine({ Only: { Type: 'Wait', Timestamp: '2028-02-29T23:59:59.123456Z', End: true } })],
    ['an offset', machine({ Only: { Type: 'Wait', Timestamp: '2026-12-31T00:00:00-08:00', End: true } })],
    [
      'a loop that can end',
      machine({ Only: choices('Done', 'Again'), Again: { Type: 'Pass', Next: 'Only' }, Done: done }),
    ],
  ])('%s', (_, definition) => {
    expect(() => create(definition)).not.toThrow();
  });

  it('$states.errorOutput in a catcher and $states.result in a Task, Map and Parallel', () => {
    const Catch = [{ ErrorEquals: ['A'], Next: 'Done', Output: '{% $states.errorOutput %}' }];
    expect(() => create(task({ Catch, Output: '{% $states.result %}' }))).not.toThrow();
    expect(() => create(map({ Assign: { x: '{% $states.result %}' } }))).not.toThrow();
  });
});
