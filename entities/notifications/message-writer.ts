// From an event to the words about it: the shapes that all writers of messages share. Pure.
import type * as z from 'zod';
import type { Envelope, EventDefinition } from '../_base/events.ts';
import type { Purpose } from './channel.model.ts';

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Message {
  readonly purpose: Purpose;
  readonly title: string;
  readonly lines: readonly string[];
  readonly links: readonly Link[];
  /** A decision about this approval is wanted. */
  readonly approval?: { readonly approvalId: string };
  /** The name of the actor, and the time (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

export interface MessageContext {
  /** The name of an integration, or its id when it is not known. */
  readonly nameOf: (integrationId: string) => string;
  readonly releaseUrl?: string | undefined;
  /** Of news about an integration: where that is, and the keys of releases under way that use it. */
  readonly integrationUrl?: string | undefined;
  readonly usedBy?: readonly string[];
  readonly trainUrl?: string | undefined;
}

/** The context that a writer gets beside the event's data. */
export interface Telling extends MessageContext {
  /** The name of the actor. */
  readonly by: string;
}

export interface Words {
  readonly title: string;
  readonly lines?: readonly (string | undefined)[];
  readonly links?: readonly { readonly label: string; readonly url: string | undefined }[];
  readonly approvalId?: string;
}

export interface Writer {
  readonly type: string;
  readonly purpose: Purpose;
  readonly parse: (detail: unknown) => Envelope['detail'];
  readonly write: (data: never, context: Telling) => Words;
}

export const writer = <Schema extends z.ZodType>(
  { type, parse }: EventDefinition<string, Schema>,
  purpose: Purpose,
  write: (data: z.output<Schema>, context: Telling) => Words,
): Writer => ({ type, purpose, parse, write });

export const withBuild = (name: string, buildNumber: string | undefined) =>
  buildNumber === undefined ? name : `${name}, build ${buildNumber}`;

/** `shop-app 2.4.0` of the key `shop-app@2.4.0`; a key that was given stays as it is. */
export const spoken = (releaseKey: string): string => releaseKey.replace(/@(?=[^@]*$)/, ' ');

/** `Play Store (10 %)`, or the name alone where it is for all. */
export const withShare = (name: string, percentage: number | undefined): string =>
  percentage === undefined ? name : `${name} (${percentage} %)`;

export const and = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `2 commits since cycle 1: fix the crash; say more`. */
export function commitsInWords(
  { count, titles }: { readonly count: number; readonly titles: readonly string[] },
  since: string,
): string {
  const what = `${count} ${count === 1 ? 'commit' : 'commits'} ${since}`;
  const more = count > titles.length ? [`and ${count - titles.length} more`] : [];
  return titles.length === 0 ? what : `${what}: ${[...titles, ...more].join('; ')}`;
}
