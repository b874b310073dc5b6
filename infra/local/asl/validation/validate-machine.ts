// Accepts a definition or refuses it with UnsupportedError, before anything runs: fields and their values, transitions, the
// scopes of variables, and what Task states call. `createStateMachines` calls it for every machine of the template.
import type { Json, JsonObject } from '../../contracts.ts';
import type { State } from '../definition.ts';
import type { Services, StateMachineSpec } from '../engine.ts';
import { expressionSource } from '../query/expressions.ts';
import { parseResource } from '../resources.ts';
import { argumentsProblem } from '../services.ts';
import { checkFields, integer, jsonataLanguage, objectAt, oneOf, text } from './checks.ts';
import { type Check, type Fields, Place } from './place.ts';
import { stateFields } from './state-fields.ts';

const nothing: Check = () => {};

const MACHINE: Fields = {
  Comment: text,
  QueryLanguage: jsonataLanguage,
  StartAt: text,
  States: nothing,
  TimeoutSeconds: integer(1),
  Version: oneOf('1.0'),
};
const BRANCH: Fields = { Comment: text, StartAt: text, States: nothing };
const PROCESSOR: Fields = {
  ...BRANCH,
  ProcessorConfig: (value, place) => checkFields(value, { Mode: oneOf('INLINE') }, place),
};

/** Throws UnsupportedError that names the machine, the field and the reason. */
export function validateMachine(machine: StateMachineSpec, services: Services): void {
  const place = new Place(machine.name, '');
  const definition = checkFields(machine.definition, MACHINE, place);
  if (definition.QueryLanguage !== 'JSONata') throw place.at('QueryLanguage').refusal('must be JSONata');
  checkGraph(definition, place, services, []);
}

/** `outer` are the variables of the scopes around this graph. */
function checkGraph(graph: JsonObject, place: Place, services: Services, outer: readonly string[]): void {
  const states = objectAt(graph.States, place.at('States'));
  if (typeof graph.StartAt !== 'string' || !states[graph.StartAt]) throw place.at('StartAt').refusal('names no state');
  for (const [name, value] of Object.entries(states)) {
    checkState(objectAt(value, place.at('States').at(name)), place.at('States').at(name), services);
  }
  const own = checkAssignments(states as Record<string, JsonObject>, place, outer);
  for (const [name, value] of Object.entries(states as Record<string, JsonObject>)) {
    const at = place.at('States').at(name);
    checkTransitions(value, states, at);
    for (const [inner, innerPlace] of innerGraphs(value, at))
      checkGraph(inner, innerPlace, services, [...outer, ...own]);
  }
}

function checkState(state: JsonObject, place: Place, services: Services): void {
  const fields = stateFields[state.Type as State['Type']];
  if (!fields) throw place.at('Type').refusal(`${JSON.stringify(state.Type)} is not supported`);
  checkFields(state, fields, place);
  const need = (field: string) => {
    if (state[field] === undefined) throw place.at(field).refusal('is missing');
  };
  if (state.Type === 'Task') {
    need('Resource');
    checkResource(state, place, services);
  }
  if (state.Type === 'Choice') need('Choices');
  if (state.Type === 'Map') need('ItemProcessor');
  if (state.Type === 'Parallel') need('Branches');
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    throw place.refusal('needs either Seconds or Timestamp');
  }
}

function checkResource(state: JsonObject, place: Place, services: Services): void {
  const resource = parseResource(String(state.Resource));
  if (!resource) throw place.at('Resource').refusal(`${state.Resource} is not supported`);
  const missing =
    (resource.service === 'events' && !services.putEvents) || (resource.service === 'sqs' && !services.sendMessage);
  if (missing) throw place.at('Resource').refusal(`${state.Resource} is not available here`);
  const given = state.Arguments;
  if (expressionSource(given) !== undefined) return;
  const problem = argumentsProblem(resource.service, given ?? null);
  if (problem) throw place.at('Arguments').refusal(problem);
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

function checkTransitions(state: JsonObject, states: JsonObject, place: Place): void {
  const target = (next: Json | undefined, at: Place) => {
    if (typeof next !== 'string' || !states[next]) throw at.refusal('names no state');
  };
  for (const member of ['Catch', 'Choices']) {
    for (const [index, exit] of ((state[member] ?? []) as JsonObject[]).entries()) {
      target(exit.Next, place.at(member).at(index).at('Next'));
      if (member === 'Choices' && exit.Condition === undefined)
        throw place.at(member).at(index).refusal('needs a Condition');
    }
  }
  if (state.Type === 'Choice') {
    if (state.Default !== undefined) target(state.Default, place.at('Default'));
  } else if (state.Type !== 'Succeed' && state.Type !== 'Fail') {
    if ((state.Next === undefined) === (state.End !== true)) throw place.refusal('needs either Next or End');
    if (state.Next !== undefined) target(state.Next, place.at('Next'));
  }
}

function innerGraphs(state: JsonObject, place: Place): [JsonObject, Place][] {
  if (state.Type === 'Map') {
    const at = place.at('ItemProcessor');
    return [[checkFields(state.ItemProcessor, PROCESSOR, at), at]];
  }
  if (state.Type !== 'Parallel') return [];
  const branches = place.at('Branches');
  if (!Array.isArray(state.Branches) || state.Branches.length === 0)
    throw branches.refusal('needs at least one branch');
  return state.Branches.map((branch, index) => [checkFields(branch, BRANCH, branches.at(index)), branches.at(index)]);
}
