// Numbers keep their digits from state to state, and are numbers for expressions that calculate.
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../infra/local/contracts.ts';
import { graph, harness, invoke, machine, machineArn } from './harness.ts';

describe('a number', () => {
  const WRITTEN =
    '{"zero":0.0,"minus":-0,"big":9007199254740993,"bigger":-12345678901234567890,"cents":[1.50,1e3],"same":7}';
  const same = '{% $states.input %}';

  /** The output's text of a machine that gets WRITTEN. */
  async function written(definition: JsonObject, functions = {}): Promise<string> {
    const made = harness({ machines: { main: definition, child: machine({ Only: { Type: 'Succeed' } }) }, functions });
    const arn = await made.begin({}, { input: WRITTEN });
    await made.machines.settled();
    return (await made.describe(arn)).output;
  }

  it.each<[string, JsonObject]>([
    ['a Pass', { Only: { Type: 'Pass', End: true } }],
    ['an expression', { Only: { Type: 'Pass', Output: same, End: true } }],
    [
      'the input of the execution',
      { Only: { Type: 'Pass', Output: '{% $states.context.Execution.Input %}', End: true } },
    ],
    [
      'a variable',
      {
        Only: { Type: 'Pass', Assign: { x: same }, Output: 0, Next: 'Then' },
        Then: { Type: 'Succeed', Output: '{% $x %}' },
      },
    ],
    [
      'an object that an expression makes',
      {
        Only: {
          Type: 'Pass',
          Output:
            '{% {"zero": $states.input.zero, "minus": $states.input.minus, "big": $states.input.big, "bigger": $states.input.bigger, "cents": [$states.input.cents[0], $states.input.cents[1]], "same": 7} %}',
          End: true,
        },
      },
    ],
    [
      'branches and iterations',
      {
        Fork: {
          Type: 'Parallel',
          Branches: [
            graph({
              Each: {
                Type: 'Map',
                Items: [same],
                ItemSelector: '{% $states.context.Map.Item.Value %}',
                ItemProcessor: graph({ Inner: { Type: 'Succeed', Output: '{% $states.context.Map.Item.Value %}' } }),
                End: true,
              },
            }),
          ],
          Output: '{% $states.result[0][0] %}',
          End: true,
        },
      },
    ],
    [
      'a nested execution',
      {
        Start: {
          Type: 'Task',
          Resource: 'arn:aws:states:::states:startExecution.sync:2',
          Arguments: { StateMachineArn: machineArn('child'), Input: same },
          Output: '{% $states.result.Output %}',
          End: true,
        },
      },
    ],
  ])('keeps its digits through %s', async (_, states) => {
    expect(await written(machine(states))).toBe(WRITTEN);
  });

  it('keeps its digits in the output of SendTaskSuccess, in events and in text', async () => {
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const Arguments = {
      FunctionName: 'f',
      Payload: { token: '{% $states.context.Task.Token %}', n: '{% $states.input %}' },
    };
    const made = harness({
      machines: { main: machine({ Ask: invoke('f', { Resource, Arguments }) }) },
      functions: { f: () => null },
    });
    const arn = await made.begin({}, { input: WRITTEN });
    await made.machines.settled();
    const [call] = made.calls;
    const { token, n } = (call?.payload ?? {}) as { token: string; n: JsonObject };
    expect(n).toEqual(JSON.parse(WRITTEN));
    await made.api('SendTaskSuccess', { taskToken: token, output: WRITTEN });
    await made.machines.settled();
    expect((await made.describe(arn)).output).toBe(WRITTEN);
    const scheduled = (await made.events(arn)).find(({ type }) => type === 'TaskScheduled');
    expect(scheduled.taskScheduledEventDetails.parameters).toContain(`"n":${WRITTEN}`);
  });

  it.each<[string, Json]>([
    ['$states.input.zero = 0', true],
    ['$states.input.zero + 1', 1],
    ['$sum($states.input.cents)', 1001.5],
    ['$states.input.big > 9007199254740000', true],
    ['$type($states.input.zero)', 'number'],
    ['$string($states.input.cents[0])', '1.5'],
    ['$states.input.cents[$ > 2]', 1000],
    ['$exists($states.input.zero) ? -$states.input.cents[0] : 0', -1.5],
  ])('calculates: %s is %j', async (source, expected) => {
    expect(await written(machine({ Only: { Type: 'Pass', Output: `{% ${source} %}`, End: true } }))).toBe(
      JSON.stringify(expected),
    );
  });

  it('is a whole one for a field that wants one', async () => {
    const made = harness({
      machines: { main: machine({ Hold: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } }) },
    });
    const arn = await made.begin({}, { input: '{"s":30.0}' });
    await made.machines.settled();
    await made.pass(30);
    expect((await made.describe(arn)).output).toBe('{"s":30.0}');
  });
});
