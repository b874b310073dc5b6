// JSONata as Step Functions has it: where expressions are seen, what they may give, and AWS's own functions.
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Json, JsonObject } from '../../../../../../infra/local/contracts.ts';
import { graph, harness, invoke, machine, outputOf, runMachine, START } from '../harness.ts';

describe('an Output', () => {
  it.each<[string, Json, Json]>([
    ['a literal', { a: [1, 'x', null, false] }, { a: [1, 'x', null, false] }],
    ['an expression as the whole', '{% $states.input.n + 1 %}', 8],
    ['expressions at any depth', { a: [{ b: '{% $states.input.n %}' }, 'n'] }, { a: [{ b: 7 }, 'n'] }],
    ['text that only looks like a variable', '$states.input', '$states.input'],
    ['an expression without spaces', '{%1+1%}', 2],
    ['an array of one', '{% $states.input.one %}', [1]],
    ['an empty array', '{% $states.input.none %}', []],
    ['a filter over a list', '{% $states.input.list[v > 1].v %}', [2, 3]],
    ['a context value', '{% $states.context.StateMachine.Name %}', 'main'],
  ])('keeps %s', async (_, output, expected) => {
    const input = { n: 7, one: [1], none: [], list: [{ v: 1 }, { v: 2 }, { v: 3 }] };
    expect(await outputOf(output, input)).toEqual(expected);
  });

  it.each<[string, Json]>([
    ['zero', 0],
    ['false', false],
    ['an empty text', ''],
    ['null', null],
  ])('never loses %s', async (_, value) => {
    expect(await outputOf('{% $states.input.v %}', { v: value })).toEqual(value);
    expect(await outputOf({ deep: ['{% $states.input.v %}'] }, { v: value })).toEqual({ deep: [value] });
    expect(await outputOf('{% $states.input %}', value)).toEqual(value);
  });

  it('reads the injected clock', async () => {
    const expected = ['2026-03-01T00:00:00.000Z', START, '2026'];
    expect(await outputOf("{% [$now(), $millis(), $now('[Y]')] %}")).toEqual(expected);
  });

  it.each([
    ['nothing', '$states.input.absent', 'Output', 'returned nothing (undefined)'],
    ['a type error', "$states.input.n + 'x'", 'Output', 'T2002'],
    ['a function', '$sum', 'Output', 'unsupported result type'],
    ['a result a Pass does not have', '($s := $states; $s.result)', 'Output', 'returned nothing'],
    ['an unknown variable', '$nowhere', 'Output', 'returned nothing'],
  ])('fails with States.QueryEvaluationError for %s', async (_, source, field, reason) => {
    const states = { Only: { Type: 'Pass', Output: `{% ${source} %}`, End: true } };
    const { made, arn } = await runMachine(machine(states), { n: 1 });
    const { status, error, cause } = await made.describe(arn);
    expect([status, error]).toEqual(['FAILED', 'States.QueryEvaluationError']);
    expect(cause).toContain("An error occurred while executing the state 'Only' (entered at the event id #2). ");
    expect(cause).toContain(`the field '${field}'`);
    expect(cause).toContain(reason);
  });

  it.each([
    ['a tail call', '$f($n + 1)'],
    ['any other call', '1 + $f($n + 1)'],
  ])('stops an endless recursion by %s', async (_, body) => {
    let now = Date.now();
    onTestFinished(() => void vi.restoreAllMocks());
    vi.spyOn(Date, 'now').mockImplementation(() => (now += 100));
    const output = `{% ($f := function($n) { ${body} }; $f(0)) %}`;
    const { made, arn } = await runMachine(machine({ Only: { Type: 'Pass', Output: output, End: true } }));
    expect((await made.describe(arn)).cause).toContain('Expression evaluation timeout');
  });

  it('names the place inside the field', async () => {
    const states = { Only: { Type: 'Pass', Output: { a: [1, { b: '{% $states.input.no %}' }] }, End: true } };
    const { made, arn } = await runMachine(machine(states));
    const failed = (await made.events(arn)).find((event) => event.type === 'EvaluationFailed');
    expect(failed.evaluationFailedEventDetails).toMatchObject({
      error: 'States.QueryEvaluationError',
      location: 'Output/a[1]/b',
      state: 'Only',
    });
  });
});

describe("AWS's functions", () => {
  it.each<[string, Json]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
    ['$partition([1,2], 10)', [[1, 2]]],
    ['$range(0, 10, 5)', [0, 5, 10]],
    ['$range(1, 4, 2)', [1, 3]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(-1.7, 1, 1)', [-1, 0, 1]],
    ['$range(5, 5, 1)', 5],
    ["$hash('abc', 'MD5')", '900150983cd24fb0d6963f7d28e17f72'],
    ["$hash('abc', 'SHA-1')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ["$substring($hash('abc', 'SHA-384'), 0, 8)", 'cb00753f'],
    ["$substring($hash('', 'SHA-512'), 0, 8)", 'cf83e135'],
    ['$random(42) = $random(42)', true],
    ['$random(1) = $random(2)', false],
    ['($r := $random(); $r >= 0 and $r < 1)', true],
    ['$match($uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) != []', true],
    ['$uuid() = $uuid()', false],
    [`$parse('{"a":[0,false,null,""]}')`, { a: [0, false, null, ''] }],
    ["$parse('0')", 0],
    ["$parse('null')", null],
    ["$map([1..2], function($n) { $hash($string($n), 'MD5') })[0]", 'c4ca4238a0b923820dcc509a6f75849b'],
  ])('%s is %j', async (source, expected) => {
    expect(await outputOf(`{% ${source} %}`)).toEqual(expected);
  });

  it.each([
    ['$partition([], 2)', 'returned nothing'],
    ['$partition([1], 0)', 'returned nothing'],
    ['$range(1, 3, -1)', 'returned nothing'],
    ['$range(1, 3, 0)', 'returned nothing'],
    ['$range(1, 3)', 'returned nothing'],
    ["$hash('abc')", 'returned nothing'],
    ["$hash('abc', 'md5')", '$hash knows MD5'],
    ["$hash(7, 'MD5')", '$hash needs a string'],
    ["$range('a', 2, 1)", '$range needs a number'],
    ['$range(0, 1000000000, 1)', 'more than'],
    ["$parse('{')", 'threw an error'],
    ['$parse($states.input.absent)', 'returned nothing'],
  ])('%s fails: %s', async (source, reason) => {
    const { made, arn } = await runMachine(machine({ Only: { Type: 'Pass', Output: `{% ${source} %}`, End: true } }));
    const { error, cause } = await made.describe(arn);
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(reason);
  });
});

describe('$states.context', () => {
  it('has execution, machine and state', async () => {
    const made = harness({
      machines: { main: machine({ Only: { Type: 'Pass', Output: '{% $states.context %}', End: true } }) },
    });
    const arn = await made.begin({ a: 0 }, { name: 'first' });
    await made.machines.settled();
    expect(await made.output(arn)).toEqual({
      Execution: {
        Id: 'arn:aws:states:local:000000000000:execution:main:first',
        Input: { a: 0 },
        Name: 'first',
        RoleArn: 'arn:aws:iam::000000000000:role/main',
        StartTime: '2026-03-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:local:000000000000:stateMachine:main', Name: 'main' },
      State: { Name: 'Only', EnteredTime: '2026-03-01T00:00:00.000Z' },
    });
  });

  const state = '{% $states.context.State %}';
  const fork = { Output: state, End: true };
  it.each<[string, JsonObject, boolean]>([
    ['Task', invoke('f', { Output: state }), true],
    ['Map', { Type: 'Map', Items: [], ItemProcessor: graph({ Inner: { Type: 'Succeed' } }), ...fork }, true],
    ['Parallel', { Type: 'Parallel', Branches: [graph({ Inner: { Type: 'Succeed' } })], ...fork }, true],
    ['Pass', { Type: 'Pass', Output: state, End: true }, false],
    ['Succeed', { Type: 'Succeed', Output: state }, false],
    ['Wait', { Type: 'Wait', Seconds: 0, Output: state, End: true }, false],
  ])('counts the retries of a %s only if it can have any', async (_, only, counts) => {
    const { made, arn } = await runMachine(machine({ Only: only }), {}, { functions: { f: () => 1 } });
    await made.pass(0);
    const shown = { Name: 'Only', EnteredTime: '2026-03-01T00:00:00.000Z', ...(counts ? { RetryCount: 0 } : {}) };
    expect(await made.output(arn)).toEqual(shown);
  });
});
