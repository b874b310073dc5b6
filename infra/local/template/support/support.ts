// The rule of the local runtime: a property is used, or listed as without local meaning, or refused. Called by
// resolve-stack.ts; the tables lie beside it, and describeSupport prints them for the README's matrix.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import { COMPUTE } from './compute.ts';
import { HTTP } from './http.ts';
import { MESSAGING } from './messaging.ts';
import { OPERATIONS } from './operations.ts';
import { STORAGE } from './storage.ts';
import { type None, type Support, type SupportTable, type Used, used } from './words.ts';

const TYPES: SupportTable = { ...COMPUTE, ...HTTP, ...MESSAGING, ...OPERATIONS, ...STORAGE };

/** True for a type whose resources the runtime knows and has no use for. */
export function isWithoutLocalMeaning(type: string): boolean {
  return isNone(TYPES[type]);
}

/** The unresolved properties that matter locally. Refuses unknown types and unknown properties. */
export function localProperties(logicalId: string, type: string, properties: JsonObject): JsonObject {
  const support = TYPES[type];
  if (support === undefined) throw new UnsupportedError(logicalId, 'Type', `${type} is not supported`);
  if (isNone(support)) return {};
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(properties)) {
    const property = isUsed(support) ? used() : support[name];
    if (property === undefined) throw new UnsupportedError(logicalId, name, `${type} is not supported with it`);
    if (!isNone(property)) kept[name] = value;
  }
  return kept;
}

/** Holds resolved properties to the tables all the way down: nested names and allowed values. */
export function checkValues(logicalId: string, type: string, properties: JsonObject): void {
  const support = TYPES[type];
  if (support !== undefined) check(logicalId, '', properties, support);
}

/** The tables as the Markdown of SUPPORT.md, which a test keeps in step. */
export function describeSupport(): string {
  const sections = Object.entries(TYPES).map(
    ([type, support]) => `## ${type}\n\n${describe('', support).join('\n')}\n`,
  );
  return `# Resources and properties of a template that the local runtime takes\n\n${INTRODUCTION}\n\n${sections.join('\n')}`;
}

const INTRODUCTION = [
  'Written from the tables beside it (`npx vitest -u` on support.test.ts). A property is used, or has no local meaning for the',
  'reason given; anything else stops the runtime at start with one line.',
].join('\n');

function check(logicalId: string, path: string, value: Json, support: Support): void {
  if (isNone(support)) return;
  if (isUsed(support)) {
    if (support.values.length === 0 || support.values.some((allowed) => String(allowed) === String(value))) return;
    throw new UnsupportedError(
      logicalId,
      path,
      `${JSON.stringify(value)} is not supported, only ${support.values.join(', ')}`,
    );
  }
  if (Array.isArray(value)) {
    for (const item of value) check(logicalId, path, item, support);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    const inner = path === '' ? name : `${path}.${name}`;
    const property = support[name];
    if (property === undefined) throw new UnsupportedError(logicalId, inner, 'is not supported');
    check(logicalId, inner, item, property);
  }
}

function describe(path: string, support: Support): string[] {
  if (isNone(support))
    return [path === '' ? `No local meaning: ${support.none}.` : `- \`${path}\`: no local meaning: ${support.none}`];
  if (isUsed(support)) {
    const only = support.values.length > 0 ? `: only ${support.values.map((value) => `\`${value}\``).join(', ')}` : '';
    return [`- \`${path}\`${only}`];
  }
  return Object.entries(support).flatMap(([name, inner]) => describe(path === '' ? name : `${path}.${name}`, inner));
}

function isNone(support: Support | undefined): support is None {
  return typeof (support as None | undefined)?.none === 'string';
}

function isUsed(support: Support | undefined): support is Used {
  return Array.isArray((support as Used | undefined)?.values);
}
