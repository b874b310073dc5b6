// The runbooks domain on a real table, with a clock that a test moves.
import { createRunbookRepo } from '../../../entities/runbooks/runbook.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/runbooks/api.handler.ts';
import { manifest } from '../../../functions/runbooks/manifest.ts';
import { apiCaller } from '../../support/http.ts';
import { startWorld } from '../../support/release-world.ts';

export async function startRunbooks() {
  const world = await startWorld();
  const { table, clock, items, releases, approvals, services, kit } = world;
  for (const slug of ['app', 'api', 'shown', 'another', 'asked', 'a', 'b']) await world.service(slug);
  const runbooks = createRunbookRepo(table);
  const call = apiCaller(manifest, httpHandler(manifest, operations, kit, { runbooks, releases, approvals, services }));
  const asDeveloper = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'DEVELOPER', method, path, headers, ...(body === undefined ? {} : { body }) });
  return {
    ...{ world, table, clock, items, runbooks, call, asDeveloper, stop: world.stop },
    async create(over: object = {}): Promise<string> {
      clock.at += 1;
      const reply = await asDeveloper('POST', '/runbooks', { title: 'Restart the queue', ...over });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body.id;
    },
    /** The ids that a list answers, over all its pages. */
    async listed(query = '', path = '/runbooks'): Promise<string[]> {
      const ids: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const more = cursor === '' ? '' : `&cursor=${cursor}`;
        const reply = await asDeveloper('GET', `${path}?limit=3${query === '' ? '' : `&${query}`}${more}`);
        if (reply.status !== 200) throw new Error(reply.text);
        ids.push(...reply.body.items.map(({ id }: { id: string }) => id));
        cursor = reply.body.nextCursor;
      }
      return ids;
    },
    ofRunbook: async (id: string) => (await items()).filter((item) => item.runbookId === id),
  };
}
