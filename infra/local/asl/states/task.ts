// Task: one call of its Resource with Arguments. Each attempt has a token of its own, shown only to `.waitForTaskToken` tasks.
// The call itself is made by `tasks/task-runner.ts` after the attempt is written.
import type { TaskState } from '../definition.ts';
import { withinLimit } from '../failure.ts';
import { newTaskToken } from '../store/tasks.ts';
import { knownResource } from '../tasks/resources.ts';
import type { StateKind } from './state-kind.ts';

export const taskKind: StateKind<TaskState> = {
  async enter(state, visit) {
    const token = newTaskToken();
    const sight = knownResource(state.Resource).mode === 'callback' ? { token } : {};
    const template = state.Arguments;
    const input = template === undefined ? visit.input : await visit.evaluate(template, 'Arguments', sight);
    const seconds = async (field: 'HeartbeatSeconds' | 'TimeoutSeconds') => {
      const given = state[field];
      return given === undefined ? undefined : await visit.integer(given, field, 1);
    };
    const timeoutSeconds = await seconds('TimeoutSeconds');
    const heartbeatSeconds = await seconds('HeartbeatSeconds');
    if (heartbeatSeconds !== undefined && timeoutSeconds !== undefined && heartbeatSeconds >= timeoutSeconds) {
      throw visit.wrongType('HeartbeatSeconds', `smaller than TimeoutSeconds (${timeoutSeconds})`, heartbeatSeconds);
    }
    return {
      do: 'task',
      token,
      resource: state.Resource,
      arguments: withinLimit(input, 'Arguments'),
      timeoutSeconds,
      heartbeatSeconds,
    };
  },
};
