// Reads and writes of API tokens. Writes are returned for a transaction.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { counterOf } from '../_base/table/counter.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import { type Changes, type Table, transact, type Write } from '../_base/table/table.ts';
import { type ApiTokenItem, apiTokenCountDefinition, apiTokenDefinition } from './api-token.entity.ts';
import { MOST_TOKENS } from './api-token.model.ts';
import { tokenErrors } from './errors.ts';

export type ApiTokenRepo = ReturnType<typeof createApiTokenRepo>;

export function createApiTokenRepo(table: Table) {
  const tokens = itemsOf(table, apiTokenDefinition);
  const counts = itemsOf(table, apiTokenCountDefinition);
  const count = counterOf(table, apiTokenCountDefinition, 'tokenCount');
  const counted = (item: Born<ApiTokenItem>, most: number): Write =>
    count.up(
      item,
      most,
      tokenErrors.limit_reached({
        detail: `At most ${MOST_TOKENS}, expired ones included: revoke those that are no longer needed.`,
        legal: [],
      }),
    );
  return {
    find: async (tenantId: TenantId, tokenId: string): Promise<ApiTokenItem | undefined> =>
      isId(tokenId) ? tokens.find({ tenantId, tokenId }) : undefined,

    /** Throws `token.not_found`. */
    async get(tenantId: TenantId, tokenId: string): Promise<ApiTokenItem> {
      if (!isId(tokenId)) throw tokenErrors.not_found();
      return tokens.get({ tenantId, tokenId }, tokenErrors.not_found());
    },

    /** Fails with `token.limit_reached` if the owner has the maximum when the transaction is saved. */
    create: (item: Born<ApiTokenItem>): Write[] => [tokens.first(item), counted(item, MOST_TOKENS)],

    /** By an operator: whatever the number of the owner's tokens. */
    issue: (item: Born<ApiTokenItem>): Write[] => [tokens.first(item), counted(item, Number.MAX_SAFE_INTEGER)],

    change: (loaded: ApiTokenItem, at: string, changes: Changes<ApiTokenItem>): Write =>
      tokens.change(loaded, at, changes),

    /** The token stays in lists, with the time of its revocation. */
    revoke: (loaded: ApiTokenItem, at: string): Write[] => [
      tokens.change(loaded, at, { revokedAt: at, previousHash: undefined, previousUntil: undefined }),
      count.down(loaded),
    ],

    /** The tokens of an owner, or of the tenant; newest first, revoked ones included. */
    list: (tenantId: TenantId, ownerId: string | undefined, page: PageRequest): Promise<Page<ApiTokenItem>> =>
      tokens.page({ tenantId, ...(ownerId !== undefined && { ownerId }) }, page, {
        newestFirst: true,
        ...(ownerId !== undefined && { index: 'ofOwner' }),
      }),

    /**
     * Deletes the tokens of a removed user. Throws `request.conflict` while the index lacks a token that is counted: the consumer tries
     * again.
     */
    async drop(tenantId: TenantId, ownerId: string): Promise<void> {
      let cursor: string | null | undefined;
      do {
        const page = await tokens.page(
          { tenantId, ownerId },
          { limit: 100, ...(cursor && { cursor }) },
          { index: 'ofOwner' },
        );
        for (const token of page.items) {
          await transact(table, [tokens.remove(token), ...(token.revokedAt === undefined ? [count.down(token)] : [])]);
        }
        cursor = page.nextCursor;
      } while (cursor !== null);
      const counter = await counts.find({ tenantId, ownerId });
      if ((counter?.tokenCount ?? 0) > 0) throw baseErrors.conflict();
      await counts.send(counts.forget({ tenantId, ownerId }));
    },

    /** All of the tenant, for operators. */
    all: (tenantId: TenantId): Promise<ApiTokenItem[]> => tokens.all({ tenantId }),
  };
}
