// When a chat's channel may take its next message, for all receivers at once: each claims a moment of its own by a
// conditional write, so that no two send within a second of each other, however many functions run.
import { ABSENT, keyOf, type RawTable } from '../_base/raw-table.ts';
import { TTL_ATTRIBUTE } from '../names.ts';
import { notificationErrors } from './errors.ts';
import { paceKeys } from './notification.keys.ts';

export interface PacedChannel {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly address: string;
}

export type ChannelPace = ReturnType<typeof createChannelPace>;

/** Slack takes a message a second per channel; the rest is for the time that two requests may differ in. */
export const SPACING_MS = 1_100;
const ATTEMPTS = 10;
const DAY_SECONDS = 86_400;

interface Line {
  /** Nobody has claimed it or what is after it. */
  readonly nextAt: number;
  readonly blockedUntil: number;
}

const slotOf = ({ nextAt, blockedUntil }: Line, now: number) => Math.max(now, nextAt, blockedUntil);

export function createChannelPace(table: RawTable) {
  async function read(channel: PacedChannel): Promise<Line & { readonly revision: number }> {
    const item = await table.get(keyOf(paceKeys, { ...channel }));
    return { nextAt: 0, blockedUntil: 0, revision: 0, ...item };
  }

  /** Answers the line as it was. */
  async function change(channel: PacedChannel, next: (known: Line) => Line): Promise<Line> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const known = await read(channel);
      const { nextAt, blockedUntil } = next(known);
      const item = {
        ...keyOf(paceKeys, { ...channel }),
        ...{ nextAt, blockedUntil, revision: known.revision + 1, schemaVersion: 1 },
        [TTL_ATTRIBUTE]: Math.ceil(nextAt / 1000) + DAY_SECONDS,
      };
      const isUnchanged = { expression: '#revision = :revision', values: { revision: known.revision } };
      if (await table.put(item, known.revision === 0 ? ABSENT : isUnchanged)) return known;
    }
    throw notificationErrors.busy({ retryAfterSeconds: 1 });
  }

  return {
    /** Claims the channel's next free moment, in epoch milliseconds: `now` when nobody is before. */
    async claim(channel: PacedChannel, now: number): Promise<number> {
      const known = await change(channel, (line) => ({ ...line, nextAt: slotOf(line, now) + SPACING_MS }));
      return slotOf(known, now);
    },

    /** Whether a moment that was claimed still holds: the service has not asked for quiet since. */
    isOpenAt: async (channel: PacedChannel, slotAt: number): Promise<boolean> =>
      (await read(channel)).blockedUntil <= slotAt,

    /** The service wants no message before `until`. */
    async block(channel: PacedChannel, until: number): Promise<void> {
      await change(channel, ({ nextAt, blockedUntil }) => ({
        nextAt: Math.max(nextAt, until),
        blockedUntil: Math.max(blockedUntil, until),
      }));
    },
  };
}
