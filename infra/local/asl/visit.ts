// One visit of a frame to its state: evaluates the state's fields with the variables and `$states` they can see. Made by the
// interpreter for each step and given to the state types.
import type { Json, JsonObject } from '../contracts.ts';
import { canRetry, type State } from './definition.ts';
import type { Engine } from './engine.ts';
import { parseJson, plainJson } from './exact-json.ts';
import { StateFailure } from './failure.ts';
import { stateOf } from './lifecycle.ts';
import { evaluate } from './query/expressions.ts';
import { retryCount } from './retry.ts';
import { roleArn } from './start-execution.ts';
import type { Execution } from './store/executions.ts';
import type { Frame } from './store/frames.ts';

/** The values that a field sees beside input and context. An absent part is undefined in expressions. */
export interface Sight {
  readonly result?: Json | undefined;
  readonly errorOutput?: JsonObject | undefined;
  readonly token?: string;
  readonly item?: { readonly index: number; readonly value: Json };
}

export class Visit {
  readonly engine: Engine;
  readonly execution: Execution;
  readonly frame: Frame;
  readonly state: State;
  readonly #lineage: readonly Frame[];
  readonly #executionInput: Json;

  constructor(engine: Engine, frame: Frame) {
    this.engine = engine;
    this.frame = frame;
    this.execution = engine.executions.get(frame.executionArn);
    this.state = stateOf(engine, frame);
    this.#lineage = lineageOf(engine, frame);
    this.#executionInput = parseJson(this.execution.input);
  }

  get input(): Json {
    return this.frame.input;
  }

  /** The template's value; `location` is the field as errors name it. Raises States.QueryEvaluationError. */
  evaluate(template: Json, location: string, sight: Sight = {}): Promise<Json> {
    const states: JsonObject = { input: this.input, context: this.#context(sight) };
    if (sight.result !== undefined) states.result = sight.result;
    if (sight.errorOutput !== undefined) states.errorOutput = sight.errorOutput;
    return evaluate(template, location, { variables: this.#variables(), states, now: this.engine.now() });
  }

  /** A whole number of at least `minimum`, from a literal or an expression. */
  async integer(template: Json, location: string, minimum: number): Promise<number> {
    const value = plainJson(await this.evaluate(template, location));
    if (typeof value === 'number' && Number.isInteger(value) && value >= minimum) return value;
    throw this.wrongType(location, `an integer of at least ${minimum}`, value);
  }

  async text(template: Json, location: string): Promise<string> {
    const value = await this.evaluate(template, location);
    if (typeof value === 'string') return value;
    throw this.wrongType(location, 'a string', value);
  }

  wrongType(location: string, expected: string, value: Json): StateFailure {
    const cause = `The field '${location}' must be ${expected}, but is ${JSON.stringify(value).slice(0, 200)}.`;
    return new StateFailure('States.QueryEvaluationError', cause, location);
  }

  /** AWS puts this before every cause that the interpreter itself gives. */
  explain(cause: string): string {
    const { state, enteredEvent } = this.frame;
    return `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${cause}`;
  }

  /** Outer scopes are read, inner ones win; they never share a name, which validation ensures. */
  #variables(): JsonObject {
    return Object.assign({}, ...this.#lineage.map((frame) => frame.variables).reverse());
  }

  #context(sight: Sight): JsonObject {
    const { execution, frame } = this;
    const item = sight.item ?? itemOf(this.#lineage);
    return {
      Execution: {
        Id: execution.arn,
        Input: this.#executionInput,
        Name: execution.name,
        RoleArn: roleArn(execution.machineArn, execution.machineName),
        StartTime: new Date(execution.startedAt).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: execution.machineArn, Name: execution.machineName },
      State: {
        Name: frame.state,
        EnteredTime: new Date(frame.enteredAt).toISOString(),
        ...(canRetry(this.state) ? { RetryCount: retryCount(frame.retries) } : {}),
      },
      ...(sight.token === undefined ? {} : { Task: { Token: sight.token } }),
      ...(item === undefined ? {} : { Map: { Item: { Index: item.index, Value: item.value } } }),
    };
  }
}

/** The frame and the frames around it, innermost first. */
function lineageOf(engine: Engine, frame: Frame): Frame[] {
  const lineage = [frame];
  for (let parent = frame.parentId; parent !== null; parent = lineage.at(-1)?.parentId ?? null) {
    lineage.push(engine.frames.get(parent));
  }
  return lineage;
}

/** The item of the innermost Map around the frame. */
function itemOf(lineage: readonly Frame[]): Sight['item'] {
  for (const [index, frame] of lineage.entries()) {
    const value = lineage[index + 1]?.fork?.items?.[frame.position];
    if (value !== undefined) return { index: frame.position, value };
  }
  return undefined;
}
