// CloudFormation's intrinsic functions over one value. Called by resolve-stack.ts, which says what names mean.
// Reference: AWS CloudFormation User Guide, "Intrinsic function reference". An unknown function is refused.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';

/** The meaning of names inside one stack. `undefined` says that no such name exists. */
export interface Scope {
  ref(name: string): Json | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
  imported(exportName: string): Json | undefined;
  condition(name: string): boolean | undefined;
  mapped(map: string, topKey: string, secondKey: string): Json | undefined;
}

type Evaluate = (argument: Json, scope: Scope, at: string) => Json | undefined;

/** Resolves every intrinsic inside `value`; `undefined` is AWS::NoValue, which removes the property or list item. */
export function resolveValue(value: Json, scope: Scope, at: string): Json | undefined {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      const resolved = resolveValue(item, scope, `${at}[${index}]`);
      return resolved === undefined ? [] : [resolved];
    });
  }
  if (typeof value !== 'object' || value === null) return value;
  const intrinsic = asIntrinsic(value, at);
  if (intrinsic) return intrinsic.evaluate(intrinsic.argument, scope, at);
  const resolved: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const inner = resolveValue(item, scope, `${at}.${key}`);
    if (inner !== undefined) resolved[key] = inner;
  }
  return resolved;
}

/** Evaluates a condition expression (an entry of a template's Conditions). */
export function resolveCondition(expression: Json, scope: Scope, at: string): boolean {
  const value = required(resolveValue(expression, scope, at), at);
  if (typeof value !== 'boolean') throw new UnsupportedError(at, 'Condition', 'is not a condition function');
  return value;
}

function asIntrinsic(value: JsonObject, at: string): { evaluate: Evaluate; argument: Json } | undefined {
  const keys = Object.keys(value);
  const key = keys[0];
  if (keys.length !== 1 || key === undefined) return undefined;
  const isConditionReference = key === 'Condition' && typeof value[key] === 'string';
  if (key !== 'Ref' && !isConditionReference && !key.startsWith('Fn::')) return undefined;
  const evaluate = FUNCTIONS[key];
  if (!evaluate) throw new UnsupportedError(at, key, 'this intrinsic function is not supported');
  return { evaluate, argument: value[key] as Json };
}

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope, at) => (name === 'AWS::NoValue' ? undefined : named(scope.ref(text(name, at)), `Ref ${name}`, at)),
  'Fn::GetAtt': (argument, scope, at) => {
    const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : list(argument, at).map(String);
    const name = path.join('.');
    return named(scope.attribute(logicalId ?? '', name), `Fn::GetAtt ${logicalId}.${name}`, at);
  },
  'Fn::ImportValue': (argument, scope, at) => {
    const name = text(evaluated(argument, scope, at), at);
    return named(scope.imported(name), `Fn::ImportValue ${name}`, at);
  },
  'Fn::Sub': (argument, scope, at) => substitute(argument, scope, at),
  'Fn::Join': (argument, scope, at) => {
    const [delimiter, items] = list(argument, at);
    return list(evaluated(items, scope, at), at)
      .map((item) => text(item, at))
      .join(text(delimiter, at));
  },
  'Fn::Select': (argument, scope, at) => {
    const [index, items] = list(argument, at);
    const from = list(evaluated(items, scope, at), at);
    return required(from[Number(evaluated(index, scope, at))], at);
  },
  'Fn::Split': (argument, scope, at) => {
    const [delimiter, source] = list(argument, at);
    return text(evaluated(source, scope, at), at).split(text(delimiter, at));
  },
  'Fn::Base64': (argument, scope, at) => Buffer.from(text(evaluated(argument, scope, at), at)).toString('base64'),
  'Fn::FindInMap': (argument, scope, at) => {
    const [map, top, second] = list(argument, at).map((item) => text(evaluated(item, scope, at), at));
    return named(scope.mapped(map ?? '', top ?? '', second ?? ''), `Fn::FindInMap ${map}.${top}.${second}`, at);
  },
  'Fn::If': (argument, scope, at) => {
    const [condition, whenTrue, whenFalse] = list(argument, at);
    const holds = conditionNamed(condition, scope, at);
    return resolveValue(required(holds ? whenTrue : whenFalse, at), scope, at);
  },
  Condition: (name, scope, at) => conditionNamed(name, scope, at),
  'Fn::Equals': (argument, scope, at) => {
    const [left, right] = list(argument, at).map((item) => resolveValue(item, scope, at));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope, at) => list(argument, at).every((item) => resolveCondition(item, scope, at)),
  'Fn::Or': (argument, scope, at) => list(argument, at).some((item) => resolveCondition(item, scope, at)),
  'Fn::Not': (argument, scope, at) => !resolveCondition(required(list(argument, at)[0], at), scope, at),
};

function substitute(argument: Json, scope: Scope, at: string): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, at);
  const local = (variables ?? {}) as JsonObject;
  return text(template, at).replaceAll(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const own = local[name];
    if (own !== undefined) return text(evaluated(own, scope, at), at);
    const dot = name.indexOf('.');
    const value = dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
    return text(named(value, `Fn::Sub ${name}`, at), at);
  });
}

function conditionNamed(name: Json | undefined, scope: Scope, at: string): boolean {
  const holds = scope.condition(String(name));
  if (holds === undefined) throw new UnsupportedError(at, 'Condition', `condition ${name} does not exist`);
  return holds;
}

function evaluated(value: Json | undefined, scope: Scope, at: string): Json {
  return required(resolveValue(required(value, at), scope, at), at);
}

function named(value: Json | undefined, what: string, at: string): Json {
  if (value === undefined) throw new UnsupportedError(at, what, 'is not known to the local runtime');
  return value;
}

function required<T>(value: T | undefined, at: string): T {
  if (value === undefined) throw new UnsupportedError(at, 'intrinsic', 'an argument is missing');
  return value;
}

function list(value: Json | undefined, at: string): Json[] {
  if (!Array.isArray(value)) throw new UnsupportedError(at, 'intrinsic', 'expected a list');
  return value;
}

function text(value: Json | undefined, at: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnsupportedError(at, 'intrinsic', 'expected a string');
}
