// Handles due timers. Called by the scheduler; each timer is taken and acted on in one transaction.
import type { Engine } from './engine.ts';
import type { Failure } from './failure.ts';
import { endExecution, settleTask } from './lifecycle.ts';
import type { Timer } from './store/timers.ts';

/** Acts on every timer that is due, earliest first. */
export function fireDueTimers(engine: Engine): void {
  for (const timer of engine.timers.due(engine.now())) {
    engine.db.transaction(() => {
      if (engine.timers.clear(timer.frameId, timer.kind)) fire(engine, timer);
    });
  }
}

function fire(engine: Engine, { frameId, kind }: Timer): void {
  const { executionArn } = engine.frames.get(frameId);
  switch (kind) {
    case 'execution':
      endExecution(engine, executionArn, { status: 'TIMED_OUT', failure: { error: 'States.Timeout' } });
      break;
    case 'heartbeat':
      timeOut(engine, frameId, { error: 'States.Timeout', heartbeat: true });
      break;
    case 'timeout':
      timeOut(engine, frameId, { error: 'States.Timeout' });
      break;
    case 'retry':
      engine.frames.update(frameId, { phase: 'ENTER' });
      engine.wake(executionArn);
      break;
    case 'wait':
      engine.frames.update(frameId, { phase: 'RESUME', outcome: { ok: true } });
      engine.wake(executionArn);
      break;
  }
}

function timeOut(engine: Engine, frameId: number, failure: Failure): void {
  const task = engine.tasks.openOf(frameId);
  if (task) settleTask(engine, task, { ok: false, failure });
}
