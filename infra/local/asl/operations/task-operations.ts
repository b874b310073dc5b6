// SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat: end or keep alive a `.waitForTaskToken` task.
// Errors: InvalidToken, InvalidOutput, TaskDoesNotExist, TaskTimedOut. Tokens are secrets and never part of a message.
import { AwsError, type Json, type JsonObject } from '../../contracts.ts';
import type { Engine } from '../engine.ts';
import { parseJson } from '../exact-json.ts';
import { MAX_PAYLOAD_BYTES } from '../failure.ts';
import { settleTask } from '../lifecycle.ts';
import { isTaskToken, type Task } from '../store/tasks.ts';
import { knownResource } from '../tasks/resources.ts';
import { optionalText, requiredText } from './requests.ts';

export function taskOperations(engine: Engine): Record<string, (input: JsonObject) => JsonObject> {
  return {
    SendTaskSuccess(input) {
      const token = requiredText(input, 'taskToken');
      const result = parseOutput(requiredText(input, 'output'));
      engine.db.transaction(() => settleTask(engine, openTask(engine, token), { ok: true, result }));
      return {};
    },

    SendTaskFailure(input) {
      const token = requiredText(input, 'taskToken');
      const failure = { error: optionalText(input, 'error'), cause: optionalText(input, 'cause') };
      engine.db.transaction(() => settleTask(engine, openTask(engine, token), { ok: false, failure }));
      return {};
    },

    SendTaskHeartbeat(input) {
      const { frameId, heartbeatSeconds } = openTask(engine, requiredText(input, 'taskToken'));
      if (heartbeatSeconds !== undefined)
        engine.timers.set(frameId, 'heartbeat', engine.now() + heartbeatSeconds * 1000);
      return {};
    },
  };
}

function openTask(engine: Engine, token: string): Task {
  if (!isTaskToken(token)) throw new AwsError('InvalidToken', `Invalid Token: 'The provided token is not valid'`);
  const task = engine.tasks.find(token);
  if (!task || knownResource(task.resource).mode !== 'callback') {
    throw new AwsError('TaskDoesNotExist', `Task Does Not Exist: 'No task has the provided token'`);
  }
  if (task.phase === 'CLOSED') {
    throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
  }
  return task;
}

function parseOutput(output: string): Json {
  if (Buffer.byteLength(output) > MAX_PAYLOAD_BYTES) {
    throw new AwsError('InvalidOutput', `Invalid Output: larger than ${MAX_PAYLOAD_BYTES} bytes`);
  }
  try {
    return parseJson(output);
  } catch {
    throw new AwsError('InvalidOutput', 'Invalid Output: it is not JSON');
  }
}
