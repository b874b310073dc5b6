// The event of a CI system or store: its payload as sent, or what consumers read of it when it is too large.
import { CI_SOURCE_PREFIX } from '../../entities/names.ts';
import type { ArrivalContext, OutsideEvent } from './sender.ts';

/**
 * The fields to keep: `true` keeps a value that consumers read, SPARE a text for people as long as there is room,
 * an object its fields, an array what it names of each element, a function what it picks.
 */
export type Fields =
  | true
  | typeof SPARE
  | readonly [Fields]
  | { readonly [name: string]: Fields }
  | ((value: unknown) => unknown);

/** Of texts that people write: messages, titles. */
export const SPARE = 'spare';

/** An event may have 256 KB; this leaves room for the rest of it and for what rules add. */
const MAX_PAYLOAD_BYTES = 200 * 1024;
/** Longer than everything that is read: names of branches and addresses have some hundred characters at most. */
const MAX_TEXT = 2_000;
const MAX_DEPTH = 4;
const MAX_FIELDS = 100;

/** From much to little, until it fits: how long spare texts are, and how many elements a list keeps. */
const STEPS = [
  { spare: 500, elements: 2_500 },
  { spare: 80, elements: 2_500 },
  { spare: 0, elements: 2_500 },
  { spare: 0, elements: 1_000 },
  { spare: 0, elements: 100 },
  { spare: 0, elements: 10 },
] as const;
type Step = (typeof STEPS)[number];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text);

function shorten(value: unknown, elements: number, depth = 0): unknown {
  if (typeof value === 'string') return cut(value, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return undefined;
  const inner = (one: unknown) => shorten(one, elements, depth + 1);
  if (Array.isArray(value)) return value.slice(0, elements).map(inner);
  const kept = Object.entries(value).slice(0, MAX_FIELDS);
  return Object.fromEntries(kept.map(([name, one]) => [name, inner(one)]));
}

function pickFields(value: unknown, fields: Fields, step: Step): unknown {
  if (fields === true) return shorten(value, step.elements);
  if (fields === SPARE) return typeof value === 'string' && step.spare > 0 ? cut(value, step.spare) : undefined;
  if (typeof fields === 'function') return shorten(fields(value), step.elements);
  if (Array.isArray(fields)) {
    const [each] = fields as readonly [Fields];
    const elements = Array.isArray(value) ? value.slice(0, step.elements) : undefined;
    return elements?.map((element) => pickFields(element, each, step));
  }
  if (!isObject(value)) return undefined;
  const present = Object.entries(fields).filter(([name]) => value[name] !== undefined);
  return Object.fromEntries(present.map(([name, inner]) => [name, pickFields(value[name], inner, step)]));
}

const bytesOf = (payload: unknown): number => Buffer.byteLength(JSON.stringify(payload) ?? '');

/** The most that fits; undefined when nothing does, which no sender's fields come to. */
function reduced(payload: unknown, fields: Fields): unknown {
  for (const step of STEPS) {
    const kept = pickFields(payload, fields, step);
    if (bytesOf(kept) <= MAX_PAYLOAD_BYTES) return kept;
  }
  return undefined;
}

/** `system` is what follows `ci.` in the source. `fields` are those that survive when the payload exceeds 200 KB. */
export function ciEvent(
  system: string,
  detailType: string,
  deliveryId: string,
  context: ArrivalContext,
  payload: unknown,
  fields: Fields,
): OutsideEvent {
  const isReduced = bytesOf(payload) > MAX_PAYLOAD_BYTES;
  return {
    source: `${CI_SOURCE_PREFIX}${system}`,
    detailType,
    detail: {
      tenantId: context.tenantId,
      integrationId: context.integrationId,
      deliveryId,
      receivedAt: new Date(context.at).toISOString(),
      payload: isReduced ? reduced(payload, fields) : payload,
      ...(isReduced ? { isReduced } : {}),
    },
  };
}

/** The parameters or variables that we give a build, and by which it tells us something. The others are of no use here. */
const isOurs = (name: string): boolean =>
  ['BRANCH', 'RELEASE_VERSION', 'STORE_BUILD_NUMBER'].includes(name) || name.startsWith('WINDLASS_');

/** Of an object: ours, wherever they stand. */
export const ourParameters = (value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => isOurs(name))) : undefined;

/** The same of a list of keys and values. */
export const ourVariables = (value: unknown): unknown =>
  Array.isArray(value)
    ? value
        .filter((one) => isObject(one) && isOurs(String(one.key)))
        .map(({ key, value: given }) => ({ key, value: given }))
    : undefined;
