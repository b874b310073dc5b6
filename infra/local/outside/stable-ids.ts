// Identifiers derived from names, so the same question always gets the same answer, also after a restart.
import { createHash } from 'node:crypto';

/** 40 hexadecimal digits, as a git object has. */
export function shaOf(...parts: readonly (string | number)[]): string {
  return createHash('sha1').update(parts.join('\0')).digest('hex');
}

/** A whole number from 100000000 to 999999999. */
export function numberOf(...parts: readonly (string | number)[]): number {
  return 100_000_000 + (Number.parseInt(shaOf(...parts).slice(0, 12), 16) % 900_000_000);
}

/** The lower-case text form of a UUID. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = shaOf(...parts);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `length` upper-case letters and digits, as Slack's ids have after their first letter. */
export function codeOf(length: number, ...parts: readonly (string | number)[]): string {
  return BigInt(`0x${shaOf(...parts)}`)
    .toString(36)
    .toUpperCase()
    .padStart(length, '0')
    .slice(0, length);
}
