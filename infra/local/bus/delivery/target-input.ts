// Makes the input of a target from the event: Input, InputPath or InputTransformer. Called by the bus, which compiles
// every target's input once and applies it at each delivery.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import type { RuleModel, RuleTargetModel } from '../../template/model.ts';
import { isObject } from '../pattern/condition.ts';

export interface InputSource {
  readonly event: JsonObject;
  /** When the bus took the event, in epoch milliseconds. */
  readonly ingestedAt: number;
}

/** Raised when a filled-in template is not JSON. Delivering again would not help. */
export class InvalidInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'INVALID_JSON';
  }
}

type Variables = Readonly<Record<string, (source: InputSource) => Json | undefined>>;

// A placeholder such as <name> or <aws.events.event.json>.
const PLACEHOLDER = /<([\w.-]+)>/g;

/**
 * Compiles the payload of a target of `rule`, made from the event.
 *
 * A template is JSON with `<name>` placeholders: inside a JSON string the value's text is filled in (escaped), elsewhere
 * the value itself. A template of several quoted lines gives one string of those lines. A path that finds nothing gives
 * the empty string.
 * @throws UnsupportedError at compilation for paths and variables that cannot be followed
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function compileInput(
  target: Pick<RuleTargetModel, 'id' | 'input' | 'inputPath' | 'inputTransformer'>,
  rule: Pick<RuleModel, 'arn' | 'name'>,
): (source: InputSource) => Json {
  const refuse = (property: string, reason: string): never => {
    throw new UnsupportedError(`${rule.name} target ${target.id}`, property, reason);
  };
  const pathOf = (property: string, path: string) => {
    try {
      return compilePath(path);
    } catch (error) {
      return refuse(property, (error as Error).message);
    }
  };
  const { input, inputPath, inputTransformer } = target;
  if (input !== undefined) {
    if (!isJson(input)) return refuse('Input', 'is not JSON');
    return () => JSON.parse(input) as Json;
  }
  if (inputPath !== undefined) {
    const find = pathOf('InputPath', inputPath);
    return ({ event }) => orElse(find(event), {});
  }
  if (!inputTransformer) return ({ event }) => event;

  const variables: Record<string, (source: InputSource) => Json | undefined> = {
    'aws.events.rule-arn': () => rule.arn,
    'aws.events.rule-name': () => rule.name,
    'aws.events.event.ingestion-time': ({ ingestedAt }) => new Date(ingestedAt).toISOString(),
    'aws.events.event': ({ event: { detail: _detail, ...rest } }) => rest,
    'aws.events.event.json': ({ event }) => event,
  };
  for (const [name, path] of Object.entries(inputTransformer.inputPathsMap ?? {})) {
    if (/^aws\./i.test(name)) refuse(`InputPathsMap.${name}`, 'names that begin with AWS. are reserved');
    const find = pathOf(`InputPathsMap.${name}`, path);
    variables[name] = ({ event }) => find(event);
  }
  for (const [, name = ''] of inputTransformer.inputTemplate.matchAll(PLACEHOLDER)) {
    if (!Object.hasOwn(variables, name)) refuse('InputTemplate', `<${name}> is not in InputPathsMap`);
  }
  return compileTemplate(inputTransformer.inputTemplate, variables);
}

function compileTemplate(template: string, variables: Variables): (source: InputSource) => Json {
  const lines = template.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > 1 && lines.every((line) => /^\s*".*"\s*$/.test(line))) {
    return (source) => lines.map((line) => parseFilled(fill(line, variables, source))).join('\n');
  }
  return (source) => parseFilled(fill(template, variables, source));
}

function fill(template: string, variables: Variables, source: InputSource): string {
  return template.replace(PLACEHOLDER, (_placeholder, name: string, at: number) => {
    const value = orElse(variables[name]?.(source), '');
    if (!isInsideString(template, at)) return JSON.stringify(value);
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}

// Unlike ??, keeps a null of the event.
function orElse(value: Json | undefined, fallback: Json): Json {
  return value === undefined ? fallback : value;
}

function isInsideString(template: string, at: number): boolean {
  const quotes =
    template
      .slice(0, at)
      .match(/\\.|"/gs)
      ?.filter((mark) => mark === '"') ?? [];
  return quotes.length % 2 === 1;
}

function parseFilled(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new InvalidInputError('The input template does not give valid JSON');
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Names after a dot, and anything within ['…'].
const STEP = /\.([\w/@:-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/**
 * Compiles a JSON path (`$`, `.name`, `['name']`, `[0]`) to a function that answers the value there, or undefined.
 * @throws Error for a path outside this subset of JSONPath
 */
function compilePath(path: string): (value: Json) => Json | undefined {
  if (!path.startsWith('$')) throw new Error(`path ${path} does not begin with $`);
  const steps: (number | string)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const at = STEP.lastIndex;
    const [, name, index, single, double] = STEP.exec(path) ?? [];
    const step = index === undefined ? (name ?? single ?? double) : Number(index);
    if (step === undefined) throw new Error(`path ${path} is not supported from "${path.slice(at)}" on`);
    steps.push(step);
  }
  return (value) => steps.reduce<Json | undefined>(follow, value);
}

function follow(value: Json | undefined, step: number | string): Json | undefined {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
