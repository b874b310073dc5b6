// The intrinsic functions of CloudFormation that the template uses, over one value; any other is refused. Called by
// resolve-stack.ts, which knows the meaning of names. Reference: AWS CloudFormation User Guide, "Intrinsic function reference".
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';

/** The meaning of names inside one stack. `undefined` says that no such name exists. */
export interface Scope {
  ref(name: string): Json | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
  imported(exportName: string): Json | undefined;
}

type Evaluate = (argument: Json, scope: Scope, at: string) => Json;

/** Resolves every intrinsic function inside `value`. */
export function resolveValue(value: Json, scope: Scope, at: string): Json {
  if (Array.isArray(value)) return value.map((item, index) => resolveValue(item, scope, `${at}[${index}]`));
  if (typeof value !== 'object' || value === null) return value;
  const [key = '', ...others] = Object.keys(value);
  if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
    const evaluate = FUNCTIONS[key];
    if (!evaluate) throw new UnsupportedError(at, key, 'this intrinsic function is not supported');
    return evaluate(value[key] as Json, scope, at);
  }
  const resolved = Object.entries(value).map(([name, item]) => [name, resolveValue(item, scope, `${at}.${name}`)]);
  return Object.fromEntries(resolved);
}

const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  Ref: (name, scope, at) => named(scope.ref(text(name, at)), `Ref ${name}`, at),
  'Fn::GetAtt': (argument, scope, at) => {
    const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : list(argument, at).map(String);
    const name = path.join('.');
    return named(scope.attribute(logicalId ?? '', name), `Fn::GetAtt ${logicalId}.${name}`, at);
  },
  'Fn::ImportValue': (argument, scope, at) => {
    const name = text(resolveValue(argument, scope, at), at);
    return named(scope.imported(name), `Fn::ImportValue ${name}`, at);
  },
  'Fn::Sub': (argument, scope, at) => {
    const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, at);
    const local = (variables ?? {}) as JsonObject;
    return text(template, at).replaceAll(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const own = local[name];
      if (own !== undefined) return text(resolveValue(own, scope, at), at);
      const dot = name.indexOf('.');
      const value = dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1));
      return text(named(value, `Fn::Sub ${name}`, at), at);
    });
  },
  'Fn::Join': (argument, scope, at) => {
    const [delimiter, items = []] = list(argument, at);
    return list(resolveValue(items, scope, at), at)
      .map((item) => text(item, at))
      .join(text(delimiter, at));
  },
};

function named(value: Json | undefined, name: string, at: string): Json {
  if (value === undefined) throw new UnsupportedError(at, name, 'is not known to the local runtime');
  return value;
}

function list(value: Json, at: string): Json[] {
  if (!Array.isArray(value)) throw new UnsupportedError(at, 'intrinsic', 'expected a list');
  return value;
}

function text(value: Json | undefined, at: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UnsupportedError(at, 'intrinsic', 'expected a string');
}
