// The builders of Tasks: what a function or an execution is sent, and what the compiler takes.
import { describe, expect, it } from 'vitest';
import { defineManifest } from '../../../functions/_kit/manifest.ts';
import { executionOf, tasksOf } from '../../../statemachines/_asl.ts';

const manifest = defineManifest({
  domain: 'long-walks',
  routes: {},
  subscriptions: {},
  tasks: { takeStep: 'Takes a step' },
  lambdas: {},
});
const walks = tasksOf<typeof manifest>('long-walks', ['tenantId'], 60);
const rest = { Retry: [], Next: 'Rest' };

describe('a Task', () => {
  it('sends its name, the input of the execution, its id and what else it needs to the function of the domain', () => {
    expect(walks.run('takeStep', 'One step.', { ...rest, payload: { foot: 'left' } })).toEqual({
      Type: 'Task',
      Comment: 'One step.',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: {
        FunctionName: '${LongWalksTasksFunctionArn}',
        Payload: {
          task: 'takeStep',
          tenantId: '{% $states.context.Execution.Input.tenantId %}',
          executionId: '{% $states.context.Execution.Id %}',
          foot: 'left',
        },
      },
      TimeoutSeconds: 60,
      ...rest,
    });
  });

  it('that waits sends its token, and lasts as long as it says', () => {
    expect(walks.wait('takeStep', 'Until it is answered.', '{% $seconds %}', rest)).toMatchObject({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { Payload: { task: 'takeStep', taskToken: '{% $states.context.Task.Token %}' } },
      TimeoutSeconds: '{% $seconds %}',
    });
  });

  it('of a name that the manifest lacks is refused by the compiler', () => {
    // @ts-expect-error the manifest has no such task
    expect(walks.run('fly', '', rest).Type).toBe('Task');
    // @ts-expect-error another domain than the manifest's
    expect(tasksOf<typeof manifest>('releases', [], 60)).toBeDefined();
  });
});

describe('a Task for an execution', () => {
  const longWalk = { name: 'long-walk', executionName: ({ walkId }: { walkId: string }) => walkId } as const;
  const start = { ...rest, Name: '{% $walkId %}', Input: { walkId: '{% $walkId %}' }, TimeoutSeconds: 60 };

  it('names the machine, the execution and its input, and ends with it', () => {
    const { Input, Name, ...more } = start;
    expect(executionOf<typeof longWalk>('long-walk', 'One walk.', start)).toEqual({
      Type: 'Task',
      Comment: 'One walk.',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: '${LongWalkMachineArn}', Name, Input },
      ...more,
    });
  });

  it('is refused by the compiler for another machine or input than its contract says', () => {
    // @ts-expect-error another name than the contract's
    expect(executionOf<typeof longWalk>('short-walk', '', start).Type).toBe('Task');
    // @ts-expect-error the input lacks a member
    expect(executionOf<typeof longWalk>('long-walk', '', { ...start, Input: {} }).Type).toBe('Task');
  });
});
