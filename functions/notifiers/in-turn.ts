// The line in front of a channel: a message is sent at about the moment that its channel gave it and while nobody else sends,
// waits for that here when it is soon, and goes back to its queue when it is not.

import { GAP_MS, type Hold, type PacedChannel } from '../../entities/notifications/channel-pace.store.ts';
import { notificationErrors } from '../../entities/notifications/errors.ts';
import type { NotifierDeps } from './deps.ts';
import { MESSAGE_MS } from './queue-handler.ts';
import type { Leave, Turn } from './send-once.ts';

/** What is nearer is waited for in the function. */
const NEAR_MS = 2_500;
/** A queue brings a message back when its time is over and not before; so it is called back early. */
const EARLY_SECONDS = 1;
/** Who is no later than this, as somebody was slow, comes again soon for a gap; who is later takes a new place in the line. */
const LATE_MS = 10_000;

export function inTurn(
  channel: PacedChannel,
  { pace, now, pause }: Pick<NotifierDeps, 'pace' | 'now' | 'pause'>,
): Turn {
  /** Asks for the channel for as long as it may be had soon. */
  async function hold(): Promise<Hold> {
    const latest = now() + NEAR_MS;
    for (;;) {
      const asked = await pace.hold(channel, now(), MESSAGE_MS);
      if ('heldUntil' in asked || now() + asked.waitMs > latest) return asked;
      await pause(asked.waitMs);
    }
  }

  const leaving =
    (heldUntil: number): Leave =>
    (quietSeconds = 0) =>
      pace.open(channel, heldUntil, now() + Math.max(GAP_MS, quietSeconds * 1000));

  return {
    async take(slotAt, remember) {
      let mine = slotAt ?? (await pace.claim(channel, now()));
      if (mine - now() <= NEAR_MS) {
        await pause(Math.max(0, mine - now()));
        const asked = await hold();
        if ('heldUntil' in asked) return leaving(asked.heldUntil);
        const isClosed = asked.waitMs > NEAR_MS;
        if (isClosed || now() - mine > LATE_MS) mine = await pace.claim(channel, now());
      }
      if (mine !== slotAt) await remember(mine);
      const seconds = Math.floor((mine - now()) / 1000) - EARLY_SECONDS;
      throw notificationErrors.waiting({ retryAfterSeconds: Math.max(1, seconds) });
    },
  };
}
