// The context of every part of the interpreter: the stores, the clock, and a way to say that an execution has work.
// Made once by `createStateMachines`. Changes of several rows go into one `db.transaction`.
import type { FunctionInvoker, JsonObject, PartContext } from '../contracts.ts';
import type { StateMachineModel } from '../template/model.ts';
import { Database } from './store/database.ts';
import { Executions } from './store/executions.ts';
import { type Frame, Frames } from './store/frames.ts';
import { History, type NewEvent } from './store/history.ts';
import { Tasks } from './store/tasks.ts';
import { Timers } from './store/timers.ts';

/** One state machine of the template. `definition` is parsed, with the template's substitutions resolved. */
export type StateMachineSpec = Pick<StateMachineModel, 'arn' | 'definition' | 'name'>;

/** The services that Task states call; without `putEvents` a machine that uses it is refused. */
export interface Services {
  readonly invoker: FunctionInvoker;
  /** Request and answer as in the EventBridge API. */
  readonly putEvents?: ((input: JsonObject) => Promise<JsonObject>) | undefined;
}

export class Engine {
  readonly db: Database;
  readonly executions: Executions;
  readonly frames: Frames;
  readonly tasks: Tasks;
  readonly timers: Timers;
  readonly history: History;
  readonly machines: ReadonlyMap<string, StateMachineSpec>;
  readonly services: Services;
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly random: () => number;
  /** Says that the execution may have work; the scheduler looks after the current transaction. */
  wake: (executionArn: string) => void = () => {};

  constructor(context: PartContext, machines: readonly StateMachineSpec[], services: Services, random: () => number) {
    this.db = new Database(context.db);
    this.executions = new Executions(this.db);
    this.frames = new Frames(this.db);
    this.tasks = new Tasks(this.db);
    this.timers = new Timers(this.db);
    this.history = new History(this.db, context.now);
    this.machines = new Map(machines.map((machine) => [machine.arn, machine]));
    this.services = services;
    this.now = context.now;
    this.log = context.log;
    this.random = random;
  }

  /** Writes events of a frame, each after the last one that is not `aside`. */
  record(frame: Frame, events: readonly NewEvent[]): void {
    let { lastEvent } = this.frames.get(frame.id);
    for (const event of events) {
      const id = this.history.append(frame.executionArn, lastEvent, event);
      if (!event.aside) lastEvent = id;
    }
    if (events.length > 0) this.frames.update(frame.id, { lastEvent });
  }
}
