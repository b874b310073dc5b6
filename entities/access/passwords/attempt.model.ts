// The growing delay between attempts to guess a password. An attempt counts before it is checked, so that parallel ones
// cannot outrun the delay. From an address where the user signed in before, only attempts at this account from there count:
// others cannot delay its user. Pure.

import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';

const MINUTE_MS = 60_000;
/** Attempts are forgotten after an hour without another one. */
export const FORGOTTEN_MS = 60 * MINUTE_MS;
const MOST_DELAY_MS = 15 * MINUTE_MS;

/** Attempts without a delay: at an account from one address; at an account from new addresses; from an address. */
const FREE = { PAIR: 5, ACCOUNT: 20, ADDRESS: 20 } as const;
type SubjectKind = keyof typeof FREE;

export interface Attempts {
  readonly subject: string;
  readonly failures: number;
  readonly lastAt: number;
  readonly nextAt: number;
}

/** An IPv6 network of 64 bits counts as one address: its owner has them all. */
export function addressOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const first = [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${first.join(':')}::/64`;
}

/** An account by the name that was typed, whether a user has it or not. */
export const accountOf = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 22);

/** The subjects of an attempt; `isKnown` says that the user signed in from the address before. */
export const subjectsOf = (account: string, address: string, isKnown: boolean): string[] => [
  `PAIR#${account}#${address}`,
  ...(isKnown ? [] : [`ACCOUNT#${account}`, `ADDRESS#${address}`]),
];

const present = (found: Attempts | undefined, now: number): Attempts | undefined =>
  found && now - found.lastAt < FORGOTTEN_MS ? found : undefined;

/** Milliseconds until the next attempt is allowed; 0: now. */
export const waitMs = (found: readonly Attempts[], now: number): number =>
  Math.max(0, ...found.map((one) => (present(one, now)?.nextAt ?? now) - now));

/** The counters with one more attempt. */
export function counted(subject: string, found: Attempts | undefined, now: number): Attempts {
  const failures = (present(found, now)?.failures ?? 0) + 1;
  const over = failures - FREE[subject.split('#')[0] as SubjectKind];
  const delay = over < 0 ? 0 : Math.min(MOST_DELAY_MS, 1000 * 2 ** over);
  return { subject, failures, lastAt: now, nextAt: now + delay };
}
