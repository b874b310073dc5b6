// The message of an event: its shape, and the shape of the definitions in each domain's messages.ts. Pure.
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
  /** The approval for which a decision is requested. */
  readonly approval?: { readonly approvalId: string };
  /** The name of the actor, and the time (ISO 8601). */
  readonly by: string;
  readonly at: string;
}

export interface MessageContext {
  /** The name of an integration, or its id if the name is unknown. */
  readonly nameOf: (integrationId: string) => string;
  readonly releaseUrl?: string | undefined;
  readonly approvalUrlOf?: (approvalId: string) => string | undefined;
  /** For messages about an integration: its address, and the keys of ongoing releases that use it. */
  readonly integrationUrl?: string | undefined;
  readonly usedBy?: readonly string[];
  readonly trainUrl?: string | undefined;
}

export interface Words {
  readonly title: string;
  readonly lines?: readonly (string | undefined)[];
  readonly links?: readonly { readonly label: string; readonly url: string | undefined }[];
  readonly approvalId?: string;
}

/** The context of a message besides the event's data; `by` is the name of the actor. */
type WordsContext = MessageContext & { readonly by: string };

interface Telling {
  readonly purpose: Purpose;
  /** `NEVER` applies only to tickets. */
  readonly inChat?: 'NEVER';
  /** Comments in epics: by default (`STAGE`), only if the tenant switches them on, or never. */
  readonly inTickets?: 'STAGE' | 'IF_WANTED' | 'NEVER';
}

export interface MessageDefinition extends Required<Omit<Telling, 'inChat'>> {
  readonly type: string;
  readonly isInChat: boolean;
  readonly parse: (detail: unknown) => Envelope['detail'];
  readonly write: (data: never, context: WordsContext) => Words;
}

/** The message of an event. For a release it can also be a comment in the epics. */
export const defineMessage = <Schema extends z.ZodType>(
  { type, parse }: EventDefinition<string, Schema>,
  { purpose, inChat, inTickets = 'IF_WANTED' }: Telling,
  write: (data: z.output<Schema>, context: WordsContext) => Words,
): MessageDefinition => ({ type, purpose, isInChat: inChat !== 'NEVER', inTickets, parse, write });

export const withBuild = (name: string, buildNumber: string | undefined) =>
  buildNumber === undefined ? name : `${name}, build ${buildNumber}`;

/** `shop-app 2.4.0` for the key `shop-app@2.4.0`; a key that a person chose is unchanged. */
export const spoken = (releaseKey: string): string => releaseKey.replace(/@(?=[^@]*$)/, ' ');

/** `Play Store (10 %)`, or only the name if all users get it. */
export const withShare = (name: string, percentage: number | undefined): string =>
  percentage === undefined ? name : `${name} (${percentage} %)`;

/** `2026-03-10 09:00 UTC`. */
export const timeInWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

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

const ROOM_FOR_THE_REST = 24;

/** Half an escape, or half a surrogate pair. */
const TORN_END = /(?:&(?:a(?:mp?)?|[lg]t?)?|[\uD800-\uDBFF])$/;

/** As many whole lines as fit into `max` characters; a first line that is too long is cut between words. */
export function wholeLines(lines: readonly string[], max: number): readonly string[] {
  const all = lines.flatMap((line) => line.split('\n'));
  if (all.join('\n').length <= max) return all;
  const [first = ''] = all;
  if (all.length === 1) return [beginningOf(first, max)];
  const room = max - ROOM_FOR_THE_REST;
  let length = 0;
  const fitting = all.findIndex((line) => {
    length += line.length + 1;
    return length > room;
  });
  const kept = fitting === 0 ? [beginningOf(first, room)] : all.slice(0, fitting);
  const missing = all.length - kept.length;
  return missing === 0 ? kept : [...kept, `… and ${missing} more ${missing === 1 ? 'line' : 'lines'}`];
}

function beginningOf(line: string, max: number): string {
  const cut = line.slice(0, max - 1);
  const words = cut.slice(0, Math.max(0, cut.search(/\s\S*$/))).trimEnd();
  return `${(words || cut).replace(TORN_END, '')}…`;
}
