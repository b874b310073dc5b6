// The definition of deployment-wave. README.md draws it.
import type { manifest } from '../../functions/agents/manifest.ts';
import { type Machine, tasksOf } from '../_asl.ts';
import { catchAll, TRANSIENT, TRANSIENT_FOR_HOURS, TRANSIENT_IN_WAIT } from '../_policies.ts';

const INPUT = ['tenantId', 'deploymentId', 'step'];
const agents = tasksOf<typeof manifest>('agents', INPUT, 60);
const targetId = '{% $states.input.targetId %}';

/** The error is told in the task. */
const endTask = (ErrorEquals: readonly string[]) => ({
  ErrorEquals,
  Output: { targetId, error: '{% $states.errorOutput %}' },
  Next: 'EndTask',
});

export const machine: Machine = {
  Comment:
    'Some targets of one step of a deployment: a task for each, which agents take and carry out. The stored tasks decide: an execution that is repeated continues with them.',
  QueryLanguage: 'JSONata',
  StartAt: 'IsCancellation',
  States: {
    IsCancellation: {
      Type: 'Choice',
      Comment: 'A cancelled deployment ends its waiting tasks; agents are told of the others at their next sync.',
      Choices: [{ Condition: "{% $states.context.Execution.Input.step = 'CANCEL' %}", Next: 'CancelTasks' }],
      Default: 'ForEachTarget',
    },
    CancelTasks: agents.run('cancelTasks', 'Ends the tasks that no agent has taken yet.', {
      Retry: [TRANSIENT_FOR_HOURS],
      Catch: [catchAll('WaveLost')],
      Output: { results: [] },
      Next: 'WaveEnded',
    }),
    ForEachTarget: {
      Type: 'Map',
      Comment: 'A failure of one target is its result and does not end the others.',
      Items: '{% $states.context.Execution.Input.targetIds %}',
      ItemSelector: { targetId: '{% $states.context.Map.Item.Value %}', lostFence: null },
      MaxConcurrency: '{% $states.context.Execution.Input.maxConcurrent %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'QueueTask',
        States: {
          QueueTask: agents.wait(
            'queueTask',
            'Waits until an agent takes the task. Takes it back from an agent that fell silent.',
            3600,
            {
              payload: { targetId, lostFence: '{% $states.input.lostFence %}' },
              Retry: [TRANSIENT_IN_WAIT],
              Catch: [endTask(['States.ALL'])],
              Output: {
                targetId,
                fence: '{% $states.result.fence %}',
                timeoutSeconds: '{% $states.result.timeoutSeconds %}',
              },
              Next: 'FollowTask',
            },
          ),
          FollowTask: agents.wait(
            'followTask',
            'Waits until the agent has ended the task. Each report of the agent is a heartbeat.',
            '{% $states.input.timeoutSeconds %}',
            {
              HeartbeatSeconds: 90,
              payload: { targetId },
              Retry: [TRANSIENT_IN_WAIT],
              Catch: [
                {
                  ErrorEquals: ['States.HeartbeatTimeout'],
                  Output: { targetId, lostFence: '{% $states.input.fence %}' },
                  Next: 'QueueTask',
                },
                endTask(['States.ALL']),
              ],
              Output: '{% $states.result %}',
              End: true,
            },
          ),
          EndTask: agents.run('endTask', 'No agent took the task in time, or its agent did not end it in time.', {
            payload: { targetId, error: '{% $states.input.error %}' },
            Retry: [TRANSIENT],
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Output: {
                  targetId,
                  status: 'FAILED',
                  error: '{% $string($states.errorOutput.Error) %}',
                },
                Next: 'TaskLost',
              },
            ],
            Output: '{% $states.result.Payload %}',
            End: true,
          }),
          TaskLost: { Type: 'Pass', Comment: 'The task could not be written; it ends when somebody looks.', End: true },
        },
      },
      Catch: [catchAll('WaveLost')],
      Output: { results: '{% $states.result %}' },
      Next: 'WaveEnded',
    },
    WaveEnded: { Type: 'Succeed', Comment: 'Its output has the result of each target.' },
    WaveLost: {
      Type: 'Fail',
      Comment: 'The tasks could not be read or written; redrive when the table is available.',
      Error: 'task.wave_lost',
      Cause: 'The tasks could not be read or written after all retries',
    },
  },
};
