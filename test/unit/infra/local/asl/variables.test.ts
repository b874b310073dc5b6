// Assign: what it sees, when it takes effect, and how far it reaches.
import { describe, expect, it } from 'vitest';
import { graph, invoke, machine, runMachine } from './harness.ts';

const show = { Type: 'Succeed', Output: { x: '{% $x %}', y: '{% $y %}' } };

describe('Assign', () => {
  it('evaluates against the values before the state, in any order', async () => {
    const states = {
      First: { Type: 'Pass', Assign: { x: 3, y: 6 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'Show' },
      Show: { Type: 'Succeed', Output: { before: '{% $states.input %}', after: '{% [$x, $y] %}' } },
    };
    const { made, arn } = await runMachine(machine(states));
    expect(await made.output(arn)).toEqual({ before: [3, 6], after: [6, 3] });
  });

  it.each([[0], [false], [''], [null], [[]]])('keeps %j', async (value) => {
    const states = {
      Set: { Type: 'Pass', Assign: { x: '{% $states.input %}', y: 1 }, Next: 'Show' },
      Show: show,
    };
    const { made, arn } = await runMachine(machine(states), value);
    expect(await made.output(arn)).toEqual({ x: value, y: 1 });
  });

  it('sees the result of a task and does not change its Output', async () => {
    const states = {
      Call: invoke('answer', {
        Assign: { x: '{% $states.result.Payload %}', y: '{% $states.input.n %}' },
        Next: 'Show',
      }),
      Show: show,
    };
    const { made, arn } = await runMachine(machine(states), { n: 1 }, { functions: { answer: () => 42 } });
    expect(await made.output(arn)).toEqual({ x: 42, y: 1 });
  });

  it('fails on a variable nobody has assigned', async () => {
    const { made, arn } = await runMachine(machine({ Set: { Type: 'Pass', Assign: { x: '{% $x %}' }, End: true } }));
    const { error, cause } = await made.describe(arn);
    expect([error, cause]).toEqual(['States.QueryEvaluationError', expect.stringContaining("field 'Assign/x'")]);
  });

  it('takes at most 256 KiB', async () => {
    const states = { Set: { Type: 'Pass', Assign: { x: '{% $string([1..90000]) %}' }, End: true } };
    const { made, arn } = await runMachine(machine(states));
    expect(await made.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});

describe('scopes', () => {
  it('lets inner scopes read outer variables and keeps their own to themselves', async () => {
    const branch = (name: string) =>
      graph({
        [`Set ${name}`]: { Type: 'Pass', Assign: { own: `{% $x & '${name}' %}` }, Next: `Inner ${name}` },
        [`Inner ${name}`]: {
          Type: 'Map',
          Items: [1, 2],
          ItemProcessor: graph({
            [`Deep ${name}`]: { Type: 'Pass', Assign: { deep: '{% $own & $states.input %}' }, Next: `Read ${name}` },
            [`Read ${name}`]: { Type: 'Pass', Output: '{% $deep %}', End: true },
          }),
          End: true,
        },
      });
    const states = {
      Set: { Type: 'Pass', Assign: { x: 'o' }, Next: 'Fork' },
      Fork: {
        Type: 'Parallel',
        Branches: [branch('a'), branch('b')],
        Assign: { joined: '{% $states.result %}' },
        Next: 'After',
      },
      After: { Type: 'Succeed', Output: { joined: '{% $joined %}', gone: '{% [$exists($own), $exists($deep)] %}' } },
    };
    const { made, arn } = await runMachine(machine(states));
    expect(await made.output(arn)).toEqual({
      joined: [
        ['oa1', 'oa2'],
        ['ob1', 'ob2'],
      ],
      gone: [false, false],
    });
  });

  it('lets a Catch assign in the scope of its Parallel', async () => {
    const states = {
      Fork: {
        Type: 'Parallel',
        Branches: [graph({ Boom: { Type: 'Fail', Error: 'Boom' } })],
        Catch: [{ ErrorEquals: ['Boom'], Assign: { x: '{% $states.errorOutput.Error %}', y: 0 }, Next: 'Show' }],
        End: true,
      },
      Show: show,
    };
    const { made, arn } = await runMachine(machine(states));
    expect(await made.output(arn)).toEqual({ x: 'Boom', y: 0 });
  });
});
