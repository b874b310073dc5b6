// Accepts a definition or refuses it with UnsupportedError, before anything runs: fields and their values, names and transitions
// of states, the scopes of variables, and the calls of Task states. `createStateMachines` calls it for every machine.
import type { JsonObject } from '../../contracts.ts';
import type { State } from '../definition.ts';
import type { Services, StateMachineSpec } from '../engine.ts';
import { expressionSource } from '../query/expressions.ts';
import { findResource } from '../tasks/resources.ts';
import { argumentsProblem } from '../tasks/task-runner.ts';
import { type Check, checkFields, type Fields, integer, list, objectAt, oneOf, Place, text } from './checks.ts';
import { stateFields } from './state-fields.ts';

const nothing: Check = () => {};

const BRANCH: Fields = { Comment: text, StartAt: text, States: nothing };
const MACHINE: Fields = {
  ...BRANCH,
  QueryLanguage: oneOf('JSONata'),
  TimeoutSeconds: integer(1),
  Version: oneOf('1.0'),
};
const PROCESSOR: Fields = {
  ...BRANCH,
  ProcessorConfig: (value, place) => checkFields(value, { Mode: oneOf('INLINE') }, place),
};

/** A graph to check: `outer` are the variables of the scopes around it, `names` all states met so far in the machine. */
interface Scope {
  readonly services: Services;
  readonly outer: readonly string[];
  readonly names: Set<string>;
}

/** Throws UnsupportedError with the machine, the field and the reason. */
export function validateMachine(machine: StateMachineSpec, services: Services): void {
  const place = new Place(machine.name, '');
  const definition = checkFields(machine.definition, MACHINE, place);
  if (definition.QueryLanguage !== 'JSONata') throw place.at('QueryLanguage').refusal('must be JSONata');
  checkGraph(definition, place, { services, outer: [], names: new Set() });
}

function checkGraph(graph: JsonObject, place: Place, scope: Scope): void {
  const states = objectAt(graph.States, place.at('States')) as Record<string, JsonObject>;
  const at = (name: string) => place.at('States').at(name);
  for (const [name, state] of Object.entries(states)) {
    if (name === '' || name.length > 80) throw at(name).refusal('must have a name of 1 to 80 characters');
    if (scope.names.has(name)) throw at(name).refusal('has the name of another state of this machine');
    scope.names.add(name);
    checkState(objectAt(state, at(name)), at(name), scope.services);
  }
  checkTransitions(graph.StartAt as string, states, place);
  const own = checkAssignments(states, place, scope.outer);
  for (const [name, state] of Object.entries(states)) {
    for (const [inner, innerPlace] of innerGraphs(state, at(name))) {
      checkGraph(inner, innerPlace, { ...scope, outer: [...scope.outer, ...own] });
    }
  }
}

function checkState(state: JsonObject, place: Place, services: Services): void {
  const known = Object.hasOwn(stateFields, String(state.Type)) && stateFields[state.Type as State['Type']];
  if (!known) throw place.at('Type').refusal(`${JSON.stringify(state.Type)} is not supported`);
  checkFields(state, known.fields, place, known.required);
  if (state.Type === 'Task') checkTask(state, place, services);
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    throw place.refusal('needs either Seconds or Timestamp');
  }
}

function checkTask(state: JsonObject, place: Place, services: Services): void {
  const { Resource, Arguments = null, HeartbeatSeconds, TimeoutSeconds } = state;
  const resource = findResource(String(Resource));
  if (!resource) throw place.at('Resource').refusal(`${Resource} is not supported`);
  if (resource.service === 'events' && !services.putEvents) {
    throw place.at('Resource').refusal(`${Resource} is not available here`);
  }
  if (
    typeof HeartbeatSeconds === 'number' &&
    typeof TimeoutSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    throw place.at('HeartbeatSeconds').refusal('must be smaller than TimeoutSeconds');
  }
  const problem = expressionSource(Arguments) === undefined && argumentsProblem(resource.service, Arguments);
  if (problem) throw place.at('Arguments').refusal(problem);
}

/** Every target is a state of this graph, some state ends it, and every state can be reached. */
function checkTransitions(start: string, states: Record<string, JsonObject>, place: Place): void {
  const targets = new Map<string, string[]>();
  const targetAt = (next: unknown, at: Place): string => {
    if (typeof next !== 'string' || !Object.hasOwn(states, next)) throw at.refusal('names no state');
    return next;
  };
  targetAt(start, place.at('StartAt'));
  for (const [name, state] of Object.entries(states)) {
    const at = place.at('States').at(name);
    const goesOn = !['Choice', 'Fail', 'Succeed'].includes(String(state.Type));
    if (goesOn && (state.Next === undefined) === (state.End !== true)) throw at.refusal('needs either Next or End');
    const found = (['Next', 'Default'] as const)
      .filter((member) => state[member] !== undefined)
      .map((member) => targetAt(state[member], at.at(member)));
    for (const member of ['Catch', 'Choices']) {
      const exits = (state[member] ?? []) as JsonObject[];
      found.push(...exits.map((exit, index) => targetAt(exit.Next, at.at(member).at(index).at('Next'))));
    }
    targets.set(name, found);
  }
  if (!Object.values(states).some(({ Type, End }) => Type === 'Succeed' || Type === 'Fail' || End === true)) {
    throw place.at('States').refusal('has no terminal state');
  }
  const reached = new Set([start]);
  for (const name of reached) for (const next of targets.get(name) ?? []) reached.add(next);
  const stray = Object.keys(states).find((name) => !reached.has(name));
  if (stray !== undefined) throw place.at('States').at(stray).refusal('is not reachable');
}

/** Answers the names assigned in this scope. AWS refuses a name that a scope around it assigns too. */
function checkAssignments(states: Record<string, JsonObject>, place: Place, outer: readonly string[]): string[] {
  const names = new Set<string>();
  for (const [stateName, state] of Object.entries(states)) {
    const exits = [state, ...((state.Choices ?? []) as JsonObject[]), ...((state.Catch ?? []) as JsonObject[])];
    for (const name of exits.flatMap((exit) => Object.keys((exit.Assign ?? {}) as JsonObject))) {
      if (outer.includes(name))
        throw place.at('States').at(stateName).refusal(`assigns ${name}, a variable of an outer scope`);
      names.add(name);
    }
  }
  return [...names];
}

function innerGraphs(state: JsonObject, place: Place): [JsonObject, Place][] {
  if (state.Type === 'Map') {
    const at = place.at('ItemProcessor');
    return [[checkFields(state.ItemProcessor, PROCESSOR, at), at]];
  }
  if (state.Type !== 'Parallel') return [];
  const graphs: [JsonObject, Place][] = [];
  const branch: Check = (value, at) => graphs.push([checkFields(value, BRANCH, at), at]);
  list(branch, 1)(state.Branches ?? null, place.at('Branches'));
  return graphs;
}
