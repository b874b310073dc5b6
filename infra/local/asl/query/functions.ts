// The functions Step Functions adds to JSONata, bound into every expression by `expressions.ts`. Behaviour as described in
// https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html; an argument without meaning gives undefined.
import { createHash, randomUUID } from 'node:crypto';
import type { Json } from '../../contracts.ts';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** The longest `$range`; AWS has a limit of the same kind. */
const MAX_RANGE = 100_000;

function integer(name: string, value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${name} needs a number, not ${JSON.stringify(value)}`);
  return Math.trunc(value);
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} needs a string, not ${JSON.stringify(value)}`);
  return value;
}

/** `$partition(array, size)`: the array in chunks of `size`, the last one with the rest. */
function partition(items: unknown, size: unknown): unknown[][] | undefined {
  if (items === undefined || size === undefined) return undefined;
  const array = Array.isArray(items) ? items : [items];
  const step = integer('$partition', size);
  if (step < 1 || array.length === 0) return undefined;
  return Array.from({ length: Math.ceil(array.length / step) }, (_, index) =>
    array.slice(index * step, (index + 1) * step),
  );
}

/** `$range(first, last, step)`: `last` is included when a step lands on it; a single value stands alone, as on AWS. */
function range(first: unknown, last: unknown, step: unknown): number[] | number | undefined {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  const [start, end, delta] = [integer('$range', first), integer('$range', last), integer('$range', step)];
  const length = delta === 0 ? 0 : Math.floor((end - start) / delta) + 1;
  if (length < 1) return undefined;
  if (length > MAX_RANGE) throw new TypeError(`$range gives more than ${MAX_RANGE} values`);
  return length === 1 ? start : Array.from({ length }, (_, index) => start + index * delta);
}

/** `$hash(text, algorithm)`: lower-case hexadecimal of the text's UTF-8 bytes. */
function hash(data: unknown, algorithm: unknown): string | undefined {
  if (data === undefined || algorithm === undefined) return undefined;
  const known = ALGORITHMS[text('$hash', algorithm)];
  if (!known) throw new TypeError(`$hash knows ${Object.keys(ALGORITHMS).join(', ')}, not ${algorithm}`);
  return createHash(known).update(text('$hash', data)).digest('hex');
}

/** `$random(seed?)`: in [0, 1). The same seed gives the same number; the number itself differs from AWS's. */
function random(seed: unknown): number {
  if (seed === undefined) return Math.random();
  const digest = createHash('sha256')
    .update(String(integer('$random', seed)))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** `$parse(text)`: the value the JSON text stands for. */
function parse(json: unknown): Json | undefined {
  if (json === undefined) return undefined;
  return JSON.parse(text('$parse', json));
}

/** JSONata's own `$eval` is not available on AWS. */
function refuseEval(): never {
  throw new TypeError('$eval is not supported; use $parse');
}

export const queryFunctions = {
  eval: refuseEval,
  hash,
  parse,
  partition,
  random,
  range,
  uuid: () => randomUUID(),
};
