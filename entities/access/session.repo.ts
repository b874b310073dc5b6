// Reads and writes of sessions. Writes are returned for a transaction.

import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import { removePartition } from '../_base/table/partition.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { sessionErrors } from './errors.ts';
import { type SessionItem, sessionDefinition, sessionHeadDefinition } from './session.entity.ts';
import { isLive } from './session.model.ts';

export type SessionRepo = ReturnType<typeof createSessionRepo>;

/** The sessions that a page reads: many may have expired or been revoked. */
const MOST_READ = 100;
const ALWAYS = { expression: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

export function createSessionRepo(table: Table) {
  const sessions = itemsOf(table, sessionDefinition);
  const heads = itemsOf(table, sessionHeadDefinition);

  /** The generation of the user's valid sessions. */
  const generationOf = async (tenantId: TenantId, userId: string): Promise<number> =>
    (await heads.find({ tenantId, userId }))?.generation ?? 0;

  return {
    generationOf,

    /** A valid session of the user. Throws `session.not_found`. */
    async get(tenantId: TenantId, userId: string, sessionId: string, now: number): Promise<SessionItem> {
      const [found, generation] = await Promise.all([
        isId(sessionId) ? sessions.find({ tenantId, userId, sessionId }) : undefined,
        generationOf(tenantId, userId),
      ]);
      if (!found || !isLive(found, generation, now)) throw sessionErrors.not_found();
      return found;
    },

    /** The valid sessions of the user, oldest first; a page may be short. */
    async list(tenantId: TenantId, userId: string, page: PageRequest, now: number): Promise<Page<SessionItem>> {
      const generation = await generationOf(tenantId, userId);
      const keep = (session: SessionItem) => isLive(session, generation, now);
      return sessions.page({ tenantId, userId }, page, { atMost: MOST_READ }, keep, { userId, isLive: true });
    },

    /** Fails with `request.conflict` if all sessions of the user were revoked since `generation` was read. */
    create: (item: Born<SessionItem>): Write[] => [
      sessions.first(item),
      heads.check(
        { tenantId: item.tenantId, userId: item.userId },
        item.generation === 0
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: 'generation = :known', values: { known: item.generation } },
        baseErrors.conflict(),
      ),
    ],

    change: (loaded: SessionItem, at: string, changes: Changes<SessionItem>): Write =>
      sessions.change(loaded, at, changes),

    revoke: (loaded: SessionItem): Write => sessions.remove(loaded),

    /** Revokes every session of the user that exists when this is saved. */
    revokeAll: (tenantId: TenantId, userId: string): Write =>
      heads.add({ tenantId, userId }, { generation: 1 }, ALWAYS),

    /** Deletes all sessions of a removed user. */
    async drop(tenantId: TenantId, userId: string): Promise<void> {
      await removePartition(table, sessions.partitionOf({ tenantId, userId }));
      await heads.send(heads.forget({ tenantId, userId }));
    },
  };
}
