// The line in front of a channel: a message is sent at about the moment that its channel gave it and while nobody else sends,
// waits for that here when it is soon, and goes back to its queue when it is not.

import { GAP_MS, type PacedChannel } from '../../../entities/notifications/channel-pace.store.ts';
import { notificationErrors } from '../../../entities/notifications/errors.ts';
import type { NotifierDeps } from './deps.ts';
import { MESSAGE_MS } from './queue-handler.ts';
import type { Leave, Turn } from './send-once.ts';

/** The function itself waits for turns that are nearer. */
const NEAR_MS = 2_500;
/** A queue brings a message back when its time is over and not before; so it is called back early. */
const EARLY_SECONDS = 1;

export function inTurn(
  channel: PacedChannel,
  { pace, now, pause }: Pick<NotifierDeps, 'pace' | 'now' | 'pause'>,
): Turn {
  /** Until when the channel is held; undefined when it is not to be had soon. */
  async function hold(): Promise<number | undefined> {
    const latest = now() + NEAR_MS;
    for (;;) {
      const asked = await pace.hold(channel, now(), MESSAGE_MS);
      if ('heldUntil' in asked) return asked.heldUntil;
      if (now() + asked.waitMs > latest) return undefined;
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
        const heldUntil = await hold();
        if (heldUntil !== undefined) return leaving(heldUntil);
        mine = await pace.claim(channel, now());
      }
      if (mine !== slotAt) await remember(mine);
      const seconds = Math.floor((mine - now()) / 1000) - EARLY_SECONDS;
      throw notificationErrors.waiting({ retryAfterSeconds: Math.max(1, seconds) });
    },
  };
}
