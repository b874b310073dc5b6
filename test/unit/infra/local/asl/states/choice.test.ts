// Choice: which rule wins, and what it leaves behind.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { graph, invoke, machine, runMachine } from '../harness.ts';

const ends = (names: string[]) => Object.fromEntries(names.map((name) => [name, { Type: 'Succeed', Output: name }]));

async function chosen(condition: Json, input: Json): Promise<Json> {
  const choice = { Type: 'Choice', Choices: [{ Condition: condition, Next: 'Yes' }], Default: 'No' };
  const { made, arn } = await runMachine(machine({ Choose: choice, ...ends(['Yes', 'No']) }), input);
  return made.output(arn);
}

describe('a Condition', () => {
  it.each<[Json, Json, 'No' | 'Yes']>([
    [true, {}, 'Yes'],
    [false, {}, 'No'],
    ['{% $states.input.n = 0 %}', { n: 0 }, 'Yes'],
    ['{% $states.input.n = 0 %}', { n: null }, 'No'],
    ['{% $states.input.n > 3 %}', { n: 3 }, 'No'],
    ['{% $states.input.n >= 3 %}', { n: 3 }, 'Yes'],
    ['{% $states.input.flag %}', { flag: false }, 'No'],
    ["{% $states.input.status in ['STARTED', 'PENDING'] %}", { status: 'PENDING' }, 'Yes'],
    ["{% $states.input.text = '' %}", { text: '' }, 'Yes'],
    ['{% $exists($states.input.absent) %}', {}, 'No'],
    ['{% $exists($states.input.absent) %}', { absent: null }, 'Yes'],
    ['{% $count($states.input.list) = 0 %}', { list: [] }, 'Yes'],
    ['{% $states.input.a and $not($states.input.b) %}', { a: true, b: false }, 'Yes'],
    ['{% $contains($states.input.name, /^rel-/) %}', { name: 'rel-1' }, 'Yes'],
    ['{% $toMillis($states.input.at) < $millis() %}', { at: '2026-02-28T23:59:59Z' }, 'Yes'],
  ])('%j with %j goes to %s', async (condition, input, expected) => {
    expect(await chosen(condition, input)).toBe(expected);
  });

  it.each<[string, Json]>([
    ['{% 1 %}', {}],
    ["{% 'true' %}", {}],
    ['{% $states.input.absent %}', {}],
    ['{% null %}', {}],
  ])('%s fails with States.QueryEvaluationError', async (condition, input) => {
    const choice = { Type: 'Choice', Choices: [{ Condition: condition, Next: 'Yes' }], Default: 'Yes' };
    const { made, arn } = await runMachine(machine({ Choose: choice, ...ends(['Yes']) }), input);
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

describe('Choice', () => {
  it('takes the first rule that holds and evaluates none after it', async () => {
    const choice = {
      Type: 'Choice',
      Choices: [
        { Condition: false, Next: 'A' },
        { Condition: true, Next: 'B' },
        { Condition: '{% $states.input.absent %}', Next: 'A' },
      ],
    };
    const { made, arn } = await runMachine(machine({ Choose: choice, ...ends(['A', 'B']) }));
    expect(await made.output(arn)).toBe('B');
  });

  it.each([
    ["the rule's Output and Assign", true, { out: 'rule', seen: 'rule' }],
    ["the state's own with Default", false, { out: 'state', seen: 'state' }],
  ])('uses %s', async (_, holds, expected) => {
    const choice = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input %}', Next: 'End', Output: 'rule', Assign: { v: 'rule' } }],
      Default: 'End',
      Output: 'state',
      Assign: { v: 'state' },
    };
    const end = { Type: 'Succeed', Output: { out: '{% $states.input %}', seen: '{% $v %}' } };
    const { made, arn } = await runMachine(machine({ Choose: choice, End: end }), holds);
    expect(await made.output(arn)).toEqual(expected);
  });

  const unmatched = { Choose: { Type: 'Choice', Choices: [{ Condition: false, Next: 'End' }] }, ...ends(['End']) };
  const caught = (name: string) => ({ Catch: [{ ErrorEquals: [name], Next: 'Caught' }], End: true });
  const cause = 'Failed to transition out of the state. The state does not point to a next state.';

  it.each([
    ['alone', unmatched, 2],
    ['in a branch', { Fork: { Type: 'Parallel', Branches: [graph(unmatched)], End: true } }, 4],
    ...['States.ALL', 'States.Runtime', 'States.NoChoiceMatched'].map(
      (name) =>
        [
          `in a branch of a Parallel that catches ${name}`,
          { Fork: { Type: 'Parallel', Branches: [graph(unmatched)], ...caught(name) }, ...ends(['Caught']) },
          4,
        ] as const,
    ),
    [
      'in a map that retries',
      {
        Each: {
          Type: 'Map',
          Items: [1],
          ItemProcessor: graph(unmatched),
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          End: true,
        },
      },
      5,
    ],
  ] as [string, JsonObject, number][])(
    'ends the execution with States.Runtime without Default, %s',
    async (_, states, event) => {
      const { made, arn } = await runMachine(machine(states));
      expect(await made.describe(arn)).toMatchObject({
        status: 'FAILED',
        error: 'States.Runtime',
        cause: `An error occurred while executing the state 'Choose' (entered at the event id #${event}). ${cause}`,
      });
      const events = await made.events(arn);
      expect(events.slice(-2).map(({ type }) => type)).toEqual(['ChoiceStateEntered', 'ExecutionFailed']);
      expect(events.at(-1)).toMatchObject({ previousEventId: event });
    },
  );

  it('passes its input on when nothing else is said', async () => {
    const choice = { Type: 'Choice', Choices: [{ Condition: true, Next: 'End' }] };
    const { made, arn } = await runMachine(machine({ Choose: choice, End: { Type: 'Succeed' } }), 0);
    expect(await made.output(arn)).toBe(0);
  });
});

describe('Pass, Succeed and Fail', () => {
  it('a Pass gives its input without an Output', async () => {
    const { made, arn } = await runMachine(machine({ Only: { Type: 'Pass', End: true } }), { a: [1] });
    expect(await made.output(arn)).toEqual({ a: [1] });
  });

  it('a Succeed gives its Output', async () => {
    const { made, arn } = await runMachine(
      machine({ Done: { Type: 'Succeed', Output: '{% $states.input & "!" %}' } }),
      'x',
    );
    expect(await made.output(arn)).toBe('x!');
  });

  it.each([
    [
      { Error: 'Broken', Cause: 'because' },
      { error: 'Broken', cause: 'because' },
    ],
    [
      { Error: '{% $states.input.e %}', Cause: "{% 'of ' & $states.input.e %}" },
      { error: 'E', cause: 'of E' },
    ],
    [{}, {}],
  ])('a Fail with %j ends the execution with %j', async (fields, expected) => {
    const { made, arn } = await runMachine(machine({ Broken: { Type: 'Fail', ...fields } }), { e: 'E' });
    const { status, error, cause } = await made.describe(arn);
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: undefined, cause: undefined, ...expected });
  });

  it('a Fail whose Cause is no text fails to evaluate', async () => {
    const { made, arn } = await runMachine(machine({ Broken: { Type: 'Fail', Cause: '{% 7 %}' } }));
    expect(await made.describe(arn)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('a function fails the execution with its own error when nothing catches it', async () => {
    const { made, arn } = await runMachine(machine({ Call: invoke('absent') }));
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Lambda.ResourceNotFoundException' });
  });
});
