// Drives running executions: one loop per execution with work, task calls beside it, and one system timer for the earliest
// due time. The work is always read from the database, so a restarted process continues like one that never stopped.
import { setImmediate } from 'node:timers/promises';
import { DueTimer } from '../due-timer.ts';
import type { Engine } from './engine.ts';
import { advance } from './interpreter.ts';
import { endExecution, timeOutTask } from './lifecycle.ts';
import type { Timer } from './store/timers.ts';
import { callTask } from './tasks/task-runner.ts';

export class Scheduler {
  readonly #engine: Engine;
  readonly #loops = new Map<string, Promise<void>>();
  readonly #calls = new Map<string, Promise<void>>();
  readonly #timer: DueTimer;
  #running = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#timer = new DueTimer(engine.now, () => this.#fire());
    engine.wake = (executionArn) => this.#wake(executionArn);
  }

  /** Resumes every running execution and every timer. */
  start(): void {
    this.#running = true;
    for (const arn of this.#engine.executions.running()) this.#wake(arn);
    this.#arm();
  }

  /** Starts no step and no call, and waits for the running ones. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#timer.set(undefined);
    await this.settled();
  }

  /** Resolves when no step and no call is running. */
  async settled(): Promise<void> {
    while (this.#loops.size + this.#calls.size > 0) {
      await Promise.all([...this.#loops.values(), ...this.#calls.values()]);
    }
  }

  /** Fires the timers that are due by the injected clock and resolves when the steps they start have ended. */
  async runDue(): Promise<void> {
    do {
      fireDueTimers(this.#engine);
      while (this.#loops.size > 0) await Promise.all(this.#loops.values());
    } while ((this.#engine.timers.next() ?? Number.POSITIVE_INFINITY) <= this.#engine.now());
    // The clock may have moved, and with it the time until the next one.
    this.#arm();
  }

  #wake(arn: string): void {
    if (!this.#running || this.#loops.has(arn)) return;
    const loop: Promise<void> = this.#run(arn)
      .catch((error: unknown) => this.#engine.log(`${arn}: ${String(error)}`))
      .finally(() => {
        if (this.#loops.get(arn) === loop) this.#loops.delete(arn);
      });
    this.#loops.set(arn, loop);
  }

  async #run(arn: string): Promise<void> {
    // `wake` is called inside transactions: a turn of the event loop lets them end, and lets other work run beside endless
    // machines.
    await setImmediate();
    while (this.#running) {
      this.#callTasks(arn);
      this.#arm();
      const frame = this.#engine.frames.nextReady(arn);
      if (!frame) {
        // In the same turn as the query, so that no wake is lost in between.
        this.#loops.delete(arn);
        return;
      }
      await advance(this.#engine, frame);
      await setImmediate();
    }
  }

  #callTasks(arn: string): void {
    for (const task of this.#engine.tasks.calling(arn)) {
      if (this.#calls.has(task.token)) continue;
      const call = callTask(this.#engine, task)
        .catch((error: unknown) => this.#engine.log(`${arn}: ${String(error)}`))
        .finally(() => this.#calls.delete(task.token));
      this.#calls.set(task.token, call);
    }
  }

  /** Points the one system timer at the earliest due time. */
  #arm(): void {
    this.#timer.set(this.#running ? this.#engine.timers.next() : undefined);
  }

  /** A database that fails is logged, as in the loops; the next wake tries again. */
  #fire(): void {
    try {
      fireDueTimers(this.#engine);
      this.#arm();
    } catch (error) {
      this.#engine.log(`timers: ${String(error)}`);
    }
  }
}

/** Acts on every timer that is due, earliest first; each is cleared and acted on in one transaction. */
function fireDueTimers(engine: Engine): void {
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
      timeOutTask(engine, frameId, 'heartbeat');
      break;
    case 'timeout':
      timeOutTask(engine, frameId, 'task');
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
