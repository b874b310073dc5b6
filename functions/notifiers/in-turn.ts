// The line in front of a channel: a message is sent at the moment that its channel gave it, waits for it here when that is
// soon, and goes back to its queue when it is not.

import type { PacedChannel } from '../../entities/notifications/channel-pace.store.ts';
import { notificationErrors } from '../../entities/notifications/errors.ts';
import type { NotifierDeps } from './deps.ts';
import type { Turn } from './send-once.ts';

/** What is nearer is waited for in the function. */
const NEAR_MS = 2_500;
/** A queue brings a message back when its time is over and not before; so it is called back early. */
const EARLY_SECONDS = 1;

export function inTurn(
  channel: PacedChannel,
  { pace, now, pause }: Pick<NotifierDeps, 'pace' | 'now' | 'pause'>,
): Turn {
  return {
    async take(slotAt, remember) {
      const isHeld = slotAt !== undefined && slotAt >= now() && (await pace.isOpenAt(channel, slotAt));
      const mine = isHeld ? slotAt : await pace.claim(channel, now());
      const wait = mine - now();
      if (wait <= NEAR_MS) return pause(Math.max(0, wait));
      if (!isHeld) await remember(mine);
      throw notificationErrors.waiting({ retryAfterSeconds: Math.max(1, Math.floor(wait / 1000) - EARLY_SECONDS) });
    },

    block: (seconds) => pace.block(channel, now() + seconds * 1000),
  };
}
