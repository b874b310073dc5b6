// What Windlass itself says of the messages about a release: `GET …/notifications`, all pages of it.
import type { Effect } from './expectations.ts';
import type { Reply, Scene } from './scene.ts';

/** All are to be sent. */
export async function notificationEffect({ developer }: Scene, releaseId: string): Promise<Effect> {
  const items: Reply[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Reply = await developer.must('GET', `/releases/${releaseId}/notifications?limit=100${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  const seen = items.filter(({ status }) => status === 'SENT').length;
  return { service: 'windlass', what: 'notifications sent', seen, expected: items.length };
}
