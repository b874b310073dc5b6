// The builder of Tasks: what its function is sent, and which tasks the compiler takes.
import { describe, expect, it } from 'vitest';
import { defineManifest } from '../../../functions/_kit/manifest.ts';
import { tasksOf } from '../../../statemachines/_asl.ts';

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
