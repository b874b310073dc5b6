// Reads all pages of `GET …/notifications`: the messages about a release as Windlass lists them.
import type { Effect } from './expectations.ts';
import { POLL_MS, pause, type Reply, type Scene } from './scene.ts';

/** A message is at its service a moment before it is noted as sent. */
const PATIENCE_MS = 5_000;

async function logOf({ developer }: Scene, releaseId: string): Promise<Reply[]> {
  const items: Reply[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Reply = await developer.must('GET', `/releases/${releaseId}/notifications?limit=100${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** All are to be sent, soon. */
export async function notificationEffect(scene: Scene, releaseId: string): Promise<Effect> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const items = await logOf(scene, releaseId);
    const seen = items.filter(({ status }) => status === 'SENT').length;
    const isUnderWay = items.some(({ status }) => status === 'PENDING') && Date.now() < deadline;
    if (!isUnderWay) return { service: 'windlass', what: 'notifications sent', seen, expected: items.length };
    await pause(POLL_MS);
  }
}
