// Map and Parallel: order, concurrency, failure of one child, nesting.
import { describe, expect, it, vi } from 'vitest';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { FunctionError, graph, harness, invoke, machine, runMachine } from '../harness.ts';

const each = (processor: JsonObject, more: JsonObject = {}): JsonObject => ({
  Type: 'Map',
  ItemProcessor: processor,
  End: true,
  ...more,
});
const double = graph({ Double: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } });

/** Functions that hang until the test lets them answer. */
function gate() {
  const waiting: { payload: Json; answer: (value: Json) => void }[] = [];
  const call = (payload: Json) => new Promise<Json>((answer) => void waiting.push({ payload, answer }));
  return { waiting, call, payloads: () => waiting.map(({ payload }) => payload) };
}

describe('Map', () => {
  it.each<[string, JsonObject, Json, Json]>([
    ['its input', {}, [1, 2], [2, 4]],
    ['literal items', { Items: [3, 4] }, {}, [6, 8]],
    ['items with expressions', { Items: [1, '{% $states.input.n %}'] }, { n: 5 }, [2, 10]],
    ['one expression', { Items: '{% $states.input.list %}' }, { list: [7] }, [14]],
    ['no items', { Items: [] }, {}, []],
    ['selected items', { ItemSelector: '{% $states.context.Map.Item.Index %}' }, ['a', 'b', 'c'], [0, 2, 4]],
    ['an Output of its own', { Output: '{% $sum($states.result) %}' }, [1, 2], 6],
  ])('runs over %s', async (_, more, input, expected) => {
    const { made, arn } = await runMachine(machine({ Each: each(double, more) }), input);
    expect(await made.output(arn)).toEqual(expected);
  });

  it('keeps falsy items and results', async () => {
    const items = [0, false, '', null];
    const { made, arn } = await runMachine(machine({ Each: each(graph({ Same: { Type: 'Succeed' } })) }), items);
    expect(await made.output(arn)).toEqual(items);
  });

  it('shows index and value to the selector and to the states inside', async () => {
    const inside = graph({
      Show: { Type: 'Pass', Output: '{% [$states.input, $states.context.Map.Item.Value] %}', End: true },
    });
    const ItemSelector = '{% $states.context.Map.Item.Value & $string($states.context.Map.Item.Index) %}';
    const { made, arn } = await runMachine(machine({ Each: each(inside, { ItemSelector }) }), ['a', 'b']);
    expect(await made.output(arn)).toEqual([
      ['a0', 'a'],
      ['b1', 'b'],
    ]);
  });

  it.each([{ a: 1 }, 'text', 7])('fails on items %j', async (items) => {
    const { made, arn } = await runMachine(machine({ Each: each(double) }), items);
    expect(await made.describe(arn)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('runs at most MaxConcurrency at a time and answers in the order of the items', async () => {
    const { waiting, call, payloads } = gate();
    const inside = graph({ Call: invoke('f', { Output: '{% $states.result.Payload %}' }) });
    const states = { Each: each(inside, { MaxConcurrency: '{% 1 + 1 %}' }) };
    const made = harness({ machines: { main: machine(states) }, functions: { f: call } });
    const arn = await made.begin([1, 2, 3, 4]);
    await vi.waitFor(() => expect(payloads()).toEqual([1, 2]), 45_000);
    waiting[1]?.answer('b');
    await vi.waitFor(() => expect(payloads()).toEqual([1, 2, 3]), 45_000);
    waiting[2]?.answer('c');
    await vi.waitFor(() => expect(payloads()).toEqual([1, 2, 3, 4]), 45_000);
    waiting[3]?.answer('d');
    waiting[0]?.answer('a');
    await made.machines.settled();
    expect(await made.output(arn)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('runs at most 40 at a time without MaxConcurrency', async () => {
    const hold = graph({ Hold: { Type: 'Wait', Seconds: 1, End: true } });
    const { made, arn } = await runMachine(machine({ Each: each(hold) }), Array(50).fill(0));
    const started = async () => (await made.types(arn)).filter((type) => type === 'MapIterationStarted').length;
    expect(await started()).toBe(40);
    await made.pass(1);
    expect(await started()).toBe(50);
    await made.pass(1);
    expect(await made.output(arn)).toHaveLength(50);
  });

  it('fails when one iteration fails, aborts the others and starts no more', async () => {
    const inside = graph({
      Kind: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $states.input = 'bad' %}", Next: 'Bad' }],
        Default: 'Hold',
      },
      Bad: { Type: 'Fail', Error: 'Boom', Cause: 'item' },
      Hold: { Type: 'Wait', Seconds: 60, End: true },
    });
    const states = { Each: each(inside, { MaxConcurrency: 2 }) };
    const { made, arn } = await runMachine(machine(states), ['ok', 'bad', 'late']);
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'Boom', cause: 'item' });
    const iterations = (await made.events(arn)).filter((event) => event.type.startsWith('MapIteration'));
    expect(iterations.map((event) => [event.type, Object.values<JsonObject>(event).at(-1)?.index])).toEqual([
      ['MapIterationStarted', 0],
      ['MapIterationStarted', 1],
      ['MapIterationFailed', 1],
      ['MapIterationAborted', 0],
    ]);
    expect(await made.types(arn)).toContain('WaitStateAborted');
    await made.pass(60);
    expect((await made.describe(arn)).status).toBe('FAILED');
  });

  it('is retried as a whole', async () => {
    const inside = graph({ Call: invoke('f', { Output: '{% $states.result.Payload %}' }) });
    const states = { Each: each(inside, { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }] }) };
    const functions = {
      f: (payload: Json, call: number) => {
        if (call === 2) throw new FunctionError('Busy');
        return payload;
      },
    };
    const { made, arn } = await runMachine(machine(states), [1, 2], { functions });
    await made.pass(1);
    expect(await made.output(arn)).toEqual([1, 2]);
    expect(made.calls.map(({ payload }) => payload)).toEqual([1, 2, 1, 2]);
  });
});

describe('Parallel', () => {
  it('gives every branch the Arguments and joins in the order of the branches', async () => {
    const branch = (name: string, state: JsonObject) => graph({ [name]: { Type: 'Pass', End: true, ...state } });
    const states = {
      Fork: {
        Type: 'Parallel',
        Arguments: { n: '{% $states.input.n + 1 %}' },
        Branches: [
          branch('A', {}),
          branch('B', { Output: '{% $states.input.n * 10 %}' }),
          branch('C', { Output: null }),
        ],
        End: true,
      },
    };
    const { made, arn } = await runMachine(machine(states), { n: 1 });
    expect(await made.output(arn)).toEqual([{ n: 2 }, 20, null]);
  });

  it('gives its input to the branches without Arguments', async () => {
    const states = { Fork: { Type: 'Parallel', Branches: [graph({ Same: { Type: 'Succeed' } })], End: true } };
    const { made, arn } = await runMachine(machine(states), 0);
    expect(await made.output(arn)).toEqual([0]);
  });

  it('fails with the error of the branch that fails first and drops the others', async () => {
    const { waiting, call } = gate();
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [graph({ Slow: invoke('slow') }), graph({ Boom: { Type: 'Fail', Error: 'Boom' } })],
        Catch: [{ ErrorEquals: ['Boom'], Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', Output: '{% $states.input.Error %}', End: true },
    };
    const made = harness({ machines: { main: machine(states) }, functions: { slow: call } });
    const arn = await made.begin();
    await vi.waitFor(async () => expect((await made.describe(arn)).status).toBe('SUCCEEDED'), 45_000);
    waiting[0]?.answer('late');
    await made.machines.settled();
    expect(await made.output(arn)).toBe('Boom');
    expect(await made.types(arn)).not.toContain('TaskSucceeded');
  });

  it('nests maps in branches and branches in maps', async () => {
    const inner = graph({
      Fork: {
        Type: 'Parallel',
        Branches: [
          double,
          graph({ Index: { Type: 'Pass', Output: '{% $states.context.Map.Item.Index %}', End: true } }),
        ],
        End: true,
      },
    });
    const states = {
      Outer: {
        Type: 'Parallel',
        Branches: [
          graph({ Each: each(inner, { MaxConcurrency: 1 }) }),
          graph({ Other: each(graph({ Twice: { Type: 'Pass', Output: '{% $states.input * 2 %}', End: true } })) }),
        ],
        End: true,
      },
    };
    const { made, arn } = await runMachine(machine(states), [5, 6]);
    expect(await made.output(arn)).toEqual([
      [
        [10, 0],
        [12, 1],
      ],
      [10, 12],
    ]);
  });
});
