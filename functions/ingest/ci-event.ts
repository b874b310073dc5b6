// The event of a CI system or store: its payload as sent, or the fields that consumers read when it is too large.
import { CI_SOURCE_PREFIX } from '../../entities/names.ts';
import type { HookContext, HookEvent } from './provider.ts';

/** Fields to keep: `true` keeps a value whole (text is cut), an object its fields, an array the fields of each element. */
export type Fields = true | readonly [Fields] | { readonly [name: string]: Fields };

/** An event may have 256 KB; this leaves room for the rest of it and for what rules add. */
const MAX_PAYLOAD_BYTES = 200 * 1024;
const MAX_TEXT = 1_000;
const MAX_ELEMENTS = 50;
const MAX_DEPTH = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shorten(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.slice(0, MAX_ELEMENTS).map((element) => shorten(element, depth + 1));
  const kept = Object.entries(value).slice(0, MAX_ELEMENTS);
  return Object.fromEntries(kept.map(([name, inner]) => [name, shorten(inner, depth + 1)]));
}

function pickFields(value: unknown, fields: Fields): unknown {
  if (fields === true) return shorten(value);
  if (Array.isArray(fields)) {
    const [each] = fields as readonly [Fields];
    return Array.isArray(value) ? value.slice(0, MAX_ELEMENTS).map((element) => pickFields(element, each)) : undefined;
  }
  if (!isObject(value)) return undefined;
  const present = Object.entries(fields).filter(([name]) => value[name] !== undefined);
  return Object.fromEntries(present.map(([name, inner]) => [name, pickFields(value[name], inner)]));
}

/** `system` is what follows `ci.` in the source. `fields` are those that survive when the payload exceeds 200 KB. */
export function ciEvent(
  system: string,
  detailType: string,
  deliveryId: string,
  context: HookContext,
  payload: unknown,
  fields: Fields,
): HookEvent {
  const isReduced = Buffer.byteLength(JSON.stringify(payload)) > MAX_PAYLOAD_BYTES;
  return {
    source: `${CI_SOURCE_PREFIX}${system}`,
    detailType,
    detail: {
      tenantId: context.tenantId,
      integrationId: context.integrationId,
      deliveryId,
      receivedAt: new Date(context.at).toISOString(),
      payload: isReduced ? pickFields(payload, fields) : payload,
      ...(isReduced ? { isReduced } : {}),
    },
  };
}
