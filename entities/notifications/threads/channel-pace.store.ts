// The pace of a chat's channel, for all notifiers: each message claims a slot, and holds the channel while it is sent, by
// conditional writes. So the next message begins a second after the answer to the previous one, and never before the
// service allows it.
import { type ItemOf, storedItem } from '../../_base/table/entity.ts';
import { ABSENT, getRaw, type RawTable } from '../../_base/table/raw-table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { notificationErrors } from '../errors.ts';
import { paceDefinition } from '../notification.entity.ts';

export interface PacedChannel {
  readonly tenantId: string;
  readonly integrationId: string;
  readonly address: string;
}

/** The caller holds the channel until `heldUntil`, or must ask again after `waitMs`. */
export type Hold = { readonly heldUntil: number } | { readonly waitMs: number };

export type ChannelPace = ReturnType<typeof createChannelPace>;

/** Slack accepts one message per second and channel; the rest allows for clocks that differ. */
export const GAP_MS = 1_020;
/** The length of a slot: the gap, and the message's round trip. */
export const SPACING_MS = 1_100;
/** The time until the next try while another message is being sent. */
const LOOK_AGAIN_MS = 200;
const ATTEMPTS = 10;

type Line = Pick<ItemOf<typeof paceDefinition>, 'nextAt' | 'openAt' | 'heldUntil'>;

const slotOf = ({ nextAt, openAt }: Line, now: number) => Math.max(now, nextAt, openAt);

function waitFor({ openAt, heldUntil }: Line, now: number): number {
  if (openAt > now) return openAt - now;
  return Math.min(LOOK_AGAIN_MS, Math.max(0, heldUntil - now));
}

export function createChannelPace(table: RawTable) {
  async function read(channel: PacedChannel): Promise<Line & { readonly revision: number }> {
    const item = await getRaw(table, paceDefinition, channel);
    return { nextAt: 0, openAt: 0, heldUntil: 0, revision: 0, ...item };
  }

  /** Answers the earlier state; writes nothing if `next` answers undefined. */
  async function change(channel: PacedChannel, next: (known: Line) => Line | undefined): Promise<Line> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const known = await read(channel);
      const line = next(known);
      if (line === undefined) return known;
      const { nextAt, openAt, heldUntil } = line;
      const expiresAtEpoch = expiryOf(Math.max(nextAt, openAt, heldUntil), 1);
      const times = { nextAt, openAt, heldUntil, revision: known.revision + 1, expiresAtEpoch };
      const item = storedItem(paceDefinition, { ...channel, ...times });
      const isUnchanged = { expression: '#revision = :revision', values: { revision: known.revision } };
      if (await table.put(item, known.revision === 0 ? ABSENT : isUnchanged)) return known;
    }
    throw notificationErrors.busy({ retryAfterSeconds: 1 });
  }

  return {
    /** Claims the channel's next free slot (epoch milliseconds): `now` if no other is claimed. */
    async claim(channel: PacedChannel, now: number): Promise<number> {
      const known = await change(channel, (line) => ({ ...line, nextAt: slotOf(line, now) + SPACING_MS }));
      return slotOf(known, now);
    },

    /** Holds the channel for one message of at most `holdMs`, if it may be sent now. */
    async hold(channel: PacedChannel, now: number, holdMs: number): Promise<Hold> {
      const heldUntil = now + holdMs;
      const known = await change(channel, (line) => (waitFor(line, now) > 0 ? undefined : { ...line, heldUntil }));
      const waitMs = waitFor(known, now);
      return waitMs > 0 ? { waitMs } : { heldUntil };
    },

    /** Releases the channel that was held until `heldUntil`; the next message may be sent at `openAt`. */
    async open(channel: PacedChannel, heldUntil: number, openAt: number): Promise<void> {
      await change(channel, (line) => ({
        nextAt: Math.max(line.nextAt, openAt),
        openAt: Math.max(line.openAt, openAt),
        heldUntil: line.heldUntil === heldUntil ? 0 : line.heldUntil,
      }));
    },
  };
}
