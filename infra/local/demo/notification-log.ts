// Reads all pages of `GET …/notifications`: the messages about a release as Windlass lists them.
import type { Effect } from './expectations.ts';
import { allOf, POLL_MS, pause, type Scene } from './scene.ts';

/** A message is at its service a moment before it is noted as sent. */
const PATIENCE_MS = 5_000;

/** All are to be sent, soon. */
export async function notificationEffect(scene: Scene, releaseId: string): Promise<Effect> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const items = await allOf(scene, 'GET /releases/{release}/notifications', { release: releaseId });
    const seen = items.filter(({ status }) => status === 'SENT').length;
    const isUnderWay = items.some(({ status }) => status === 'PENDING') && Date.now() < deadline;
    if (!isUnderWay) return { service: 'windlass', what: 'notifications sent', seen, expected: items.length };
    await pause(POLL_MS);
  }
}
