// Makes the call of one task attempt and writes what came of it. The scheduler calls it once per attempt and process; after a
// crash a call that had not ended is made again with the same token.
import type { Json, JsonObject } from '../contracts.ts';
import type { Engine } from './engine.ts';
import { settleTask } from './lifecycle.ts';
import { knownResource, submittedEvent } from './resources.ts';
import { argumentsProblem, callService, serviceFailure } from './services.ts';
import { startExecution } from './start-execution.ts';
import type { Outcome } from './store/frames.ts';
import type { Task } from './store/tasks.ts';

/** Ends or submits the task, unless it was ended meanwhile by a timeout, a stop or an early callback. */
export async function callTask(engine: Engine, task: Task): Promise<void> {
  const { service } = knownResource(task.resource);
  if (service === 'states') {
    // The child and the task's progress are written together, so no crash can start a child twice.
    engine.db.transaction(() => applyReply(engine, task, ...startChild(engine, task)));
    return;
  }
  const reply = await callService(engine, task, service);
  engine.db.transaction(() => applyReply(engine, task, reply, null));
}

function applyReply(engine: Engine, task: Task, reply: Outcome, childArn: string | null): void {
  if (engine.tasks.find(task.token)?.phase !== 'CALLING') return;
  const { mode } = knownResource(task.resource);
  if (!reply.ok || mode === 'response') {
    settleTask(engine, task, reply);
    return;
  }
  engine.tasks.submit(task.token, mode === 'sync' ? childArn : null);
  engine.record(engine.frames.get(task.frameId), [submittedEvent(task, (reply.result ?? {}) as JsonObject)]);
}

function startChild(engine: Engine, task: Task): [Outcome, string | null] {
  const problem = argumentsProblem('states', task.arguments);
  if (problem) return [{ ok: false, failure: { error: 'States.Runtime', cause: problem } }, null];
  const given = task.arguments as { StateMachineArn?: string; Name?: string; Input?: Json };
  const input = typeof given.Input === 'string' ? given.Input : JSON.stringify(given.Input ?? {});
  try {
    const child = startExecution(engine, { machineArn: String(given.StateMachineArn), name: given.Name, input });
    return [{ ok: true, result: { ExecutionArn: child.arn, StartDate: child.startedAt } }, child.arn];
  } catch (error) {
    return [{ ok: false, failure: serviceFailure('StepFunctions', error) }, null];
  }
}
