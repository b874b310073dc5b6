// Identifiers: UUIDv7, so that ids sort by creation time, and branded, so that ids of two kinds cannot be confused.
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';

declare const brand: unique symbol;
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type TenantId = Id<'Tenant'>;
export type UserId = Id<'User'>;
export type IntegrationId = Id<'Integration'>;
export type EventId = Id<'Event'>;

let made = 0;

/** A new id that sorts after those made before (RFC 9562, section 5.7), or after those made here for the same `at` (epoch milliseconds). */
export function newId<Kind extends string>(at?: number): Id<Kind> {
  made = (made + 1) % 2 ** 31;
  return v7(at === undefined ? undefined : { msecs: at, seq: made }) as Id<Kind>;
}

/** The one id that belongs to `of` at this millisecond: made twice, it is the same. */
export const idOf = <Kind extends string>(at: number, of: string): Id<Kind> =>
  v7({ msecs: at, random: createHash('sha256').update(of).digest().subarray(0, 16) }) as Id<Kind>;

/** The millisecond of an id (epoch). */
export const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

/** Sorts before the ids made at this millisecond or later, and after all earlier ones. */
export const idFloor = (at: number): string => at.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-');

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True if a text from outside has the form of our ids; others are never looked up. */
export const isId = (text: string): boolean => UUID_V7.test(text);

/** The shelves of things that have no partition of their own: so none has all of a tenant, and each is found by its id alone. */
export const SHELVES = [...'0123456789abcdef'];

/** The last digit of an id is random. */
export const shelfOf = (id: string): string => id.slice(-1);
