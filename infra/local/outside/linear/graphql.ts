// As much of GraphQL as the Linear stand-in needs: one operation with variables, arguments and selections; no fragments,
// directives or aliases. https://spec.graphql.org/October2021/
import type { Json, JsonObject } from '../../contracts.ts';
import { isObject } from '../reading.ts';

export interface Field {
  readonly name: string;
  /** With the variables put in. */
  readonly args: JsonObject;
  readonly fields: readonly Field[];
}

export interface Operation {
  readonly type: 'query' | 'mutation';
  readonly fields: readonly Field[];
}

/** Thrown for a document that is no valid one, and for a field that does not exist. */
export class GraphqlProblem extends Error {}

/** Reads a document; throws GraphqlProblem. */
export function readOperation(document: string, variables: JsonObject): Operation {
  const tokens = document.match(/[_A-Za-z]\w*|\$\w+|-?\d+|"(?:[^"\\]|\\.)*"|[!()[\]{}:=]|[^\s,]/g) ?? [];
  const reader = { tokens, at: 0 };
  const type = peek(reader) === '{' ? 'query' : take(reader);
  if (type !== 'query' && type !== 'mutation') throw new GraphqlProblem(`Syntax Error: Unexpected Name "${type}".`);
  if (/^[_A-Za-z]/.test(peek(reader))) take(reader);
  if (peek(reader) === '(') checkVariables(reader, variables);
  const fields = readFields(reader, variables);
  if (reader.at < tokens.length) throw unexpected(reader);
  return { type, fields };
}

/** Picks `fields` of a value, at every depth; throws GraphqlProblem for a field that the value does not have. */
export function pick(value: Json, fields: readonly Field[], type: string): Json {
  if (Array.isArray(value)) return value.map((item) => pick(item, fields, type));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    fields.map(({ name, fields: inner }) => {
      const found = value[name];
      if (found === undefined) throw new GraphqlProblem(`Cannot query field "${name}" on type "${type}".`);
      return [name, pick(found, inner, name)];
    }),
  );
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const peek = ({ tokens, at }: Reader): string => tokens[at] ?? '';

function take(reader: Reader, wanted?: string): string {
  const token = peek(reader);
  if (token === '' || (wanted !== undefined && token !== wanted)) throw unexpected(reader);
  reader.at += 1;
  return token;
}

const unexpected = (reader: Reader) => new GraphqlProblem(`Syntax Error: Unexpected "${peek(reader) || '<EOF>'}".`);

/** `($id: String!, $input: IssueCreateInput!)`: what is required must be given. */
function checkVariables(reader: Reader, variables: JsonObject): void {
  take(reader, '(');
  while (peek(reader) !== ')') {
    const name = take(reader).slice(1);
    take(reader, ':');
    const type = take(reader);
    const isRequired = peek(reader) === '!';
    if (isRequired) take(reader, '!');
    if (isRequired && (variables[name] === undefined || variables[name] === null)) {
      throw new GraphqlProblem(`Variable "$${name}" of required type "${type}!" was not provided.`);
    }
  }
  take(reader, ')');
}

function readFields(reader: Reader, variables: JsonObject): Field[] {
  const fields: Field[] = [];
  take(reader, '{');
  while (peek(reader) !== '}') {
    const name = take(reader);
    if (!/^[_A-Za-z]\w*$/.test(name)) throw unexpected({ ...reader, at: reader.at - 1 });
    const args = peek(reader) === '(' ? readObject(reader, variables, '(', ')') : {};
    fields.push({ name, args, fields: peek(reader) === '{' ? readFields(reader, variables) : [] });
  }
  take(reader, '}');
  return fields;
}

function readObject(reader: Reader, variables: JsonObject, open: string, close: string): JsonObject {
  const entries: [string, Json][] = [];
  take(reader, open);
  while (peek(reader) !== close) {
    const name = take(reader);
    take(reader, ':');
    entries.push([name, readValue(reader, variables)]);
  }
  take(reader, close);
  return Object.fromEntries(entries);
}

function readValue(reader: Reader, variables: JsonObject): Json {
  if (peek(reader) === '{') return readObject(reader, variables, '{', '}');
  const token = take(reader);
  if (token.startsWith('$')) return variables[token.slice(1)] ?? null;
  if (token === 'true' || token === 'false') return token === 'true';
  if (token.startsWith('"') || /^-?\d+$/.test(token)) return JSON.parse(token) as Json;
  return token === 'null' ? null : token;
}
