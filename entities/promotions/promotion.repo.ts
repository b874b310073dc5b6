// Reads and writes of promotions, their evaluations, those that wait, and the locks of places. Writes are returned for a transaction.
import { baseErrors } from '../_base/conflicts.ts';
import { idFloor, isId, shelfOf, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { isoOf, monthsFrom } from '../_base/time/iso.ts';
import { promotionErrors } from './errors.ts';
import {
  type EvaluationItem,
  evaluationDefinition,
  type PromotionItem,
  promotionDefinition,
  promotionLockDefinition,
  releasePromotionDefinition,
  waitingPromotionDefinition,
} from './promotion.entity.ts';
import { isWaiting, matchesFilter, type PromotionFilter } from './promotion.model.ts';

/** Ids of the same moment may be made on clocks that are ahead. */
const AHEAD_MS = 86_400_000;
const SHOWN_MS = 2 * 366 * 86_400_000;
/** Months that a page looks into. */
const MOST_MONTHS = 6;

export type PromotionRepo = ReturnType<typeof createPromotionRepo>;

/** One service in one environment. */
export type Place = Pick<PromotionItem, 'tenantId' | 'targetEnvironmentId' | 'serviceId'>;

export function createPromotionRepo(table: Table) {
  const promotions = itemsOf(table, promotionDefinition);
  const evaluations = itemsOf(table, evaluationDefinition);
  const waiting = itemsOf(table, waitingPromotionDefinition);
  const ofReleases = itemsOf(table, releasePromotionDefinition);
  const locks = itemsOf(table, promotionLockDefinition);

  const keyOf = (tenantId: string, promotionId: string) => ({ tenantId, promotionId, shelf: shelfOf(promotionId) });
  const placeOf = ({ tenantId, targetEnvironmentId, serviceId }: Place) => ({
    ...{ tenantId, targetEnvironmentId, serviceId },
  });
  const find = async (tenantId: string, promotionId: string): Promise<PromotionItem | undefined> =>
    isId(promotionId) ? promotions.find(keyOf(tenantId, promotionId)) : undefined;

  return {
    find,

    /** Throws `promotion.not_found`. */
    async get(tenantId: TenantId, promotionId: string): Promise<PromotionItem> {
      const found = await find(tenantId, promotionId);
      if (!found) throw promotionErrors.not_found();
      return found;
    },

    /** Those that exist. */
    findMany: (tenantId: string, ids: readonly string[]): Promise<PromotionItem[]> =>
      promotions.findMany(ids.map((promotionId) => keyOf(tenantId, promotionId))),

    /** It waits in its place from now on. Touches no other item, so that any number is created at the same time. */
    create: (item: PromotionItem): Write[] => [
      promotions.create(item),
      waiting.create({ ...placeOf(item), promotionId: item.promotionId }),
      ofReleases.create({ tenantId: item.tenantId, releaseId: item.releaseId, promotionId: item.promotionId }),
    ],

    /** A promotion that ends its wait, leaves those that wait in its place. */
    update(before: PromotionItem, at: string, changes: Changes<PromotionItem>): Write[] {
      const ends = isWaiting(before) && !isWaiting({ ...before, ...changes } as PromotionItem);
      const { promotionId } = before;
      return [
        promotions.change(before, at, changes),
        ...(ends ? [waiting.forget({ ...placeOf(before), promotionId })] : []),
      ];
    },

    /** Fails the transaction if the promotion has changed since it was read. */
    unchanged: (loaded: PromotionItem): Write => promotions.unchanged(loaded),

    /** Keeps the token of the execution that waits, without a new revision; false if the promotion was changed since it was read. */
    keepToken: (loaded: PromotionItem, taskToken: string): Promise<boolean> =>
      promotions.send(promotions.note(loaded, { taskToken })),

    /** A page of those that wait, of an environment or of all. */
    async waitingIn(tenantId: string, targetEnvironmentId: string | undefined, page: PageRequest) {
      const of = { tenantId, ...(targetEnvironmentId !== undefined && { targetEnvironmentId }) };
      const { items, nextCursor } = await waiting.page(of, page);
      return { ids: items.map(({ promotionId }) => promotionId), nextCursor };
    },

    /** The ids of those that wait in a place, newest first, at most `most`. Consistent. */
    waitingAt: async (place: Place, most: number): Promise<string[]> =>
      (await waiting.all(placeOf(place), { newestFirst: true }, most)).map(({ promotionId }) => promotionId),

    /** The id of the promotion that has the lock of a place. */
    holderOf: async (place: Place): Promise<string | undefined> => (await locks.find(placeOf(place)))?.promotionId,

    /** Conflicts if another promotion has the lock of its place. */
    lock: (item: PromotionItem, takenAt: string): Write =>
      locks.create({ ...placeOf(item), promotionId: item.promotionId, takenAt }, baseErrors.conflict()),

    /** Conflicts unless the promotion has the lock. */
    unlock: (item: PromotionItem): Write =>
      locks.forget(placeOf(item), {
        expression: 'promotionId = :holder',
        values: { holder: item.promotionId },
      }),

    keepEvaluation: (
      { tenantId, promotionId }: PromotionItem,
      made: Pick<EvaluationItem, 'record' | 'snapshot'>,
    ): Write => evaluations.create({ ...keyOf(tenantId, promotionId), evaluatedAt: made.record.evaluatedAt, ...made }),

    /** The evaluation that was in force at a time (ISO 8601): the last one that was made then or before. */
    async evaluationAt(tenantId: string, promotionId: string, at: string): Promise<EvaluationItem | undefined> {
      const of = keyOf(tenantId, promotionId);
      const [first, last] = ['', at].map((evaluatedAt) => evaluations.keyFor({ ...of, evaluatedAt }).sk);
      const [found] = await evaluations.all(of, { newestFirst: true, between: [first as string, last as string] }, 1);
      return found;
    },

    evaluation: (tenantId: string, promotionId: string, evaluatedAt: string): Promise<EvaluationItem | undefined> =>
      evaluations.find({ ...keyOf(tenantId, promotionId), evaluatedAt }),

    /** Newest first; a page that filters shorten may be short. `now` is epoch milliseconds. */
    async list(
      tenantId: TenantId,
      asked: PromotionFilter,
      serviceId: string | undefined,
      page: PageRequest,
      now: number,
    ): Promise<Page<PromotionItem>> {
      const { environmentId: targetEnvironmentId, releaseId, status, service: _, ...times } = asked;
      const { from, to } = asked;
      // A cursor is bound to them: they are those that were asked for, and not of the present.
      const floorOf = (time: string | undefined, otherwise: string) =>
        time === undefined ? otherwise : idFloor(Date.parse(time));
      const between = [floorOf(from, '0'), floorOf(to, '~')] as const;
      if (between[0] >= between[1]) return { items: [], nextCursor: null };
      const keep = (item: PromotionItem) => matchesFilter(item, asked);
      const filter = { targetEnvironmentId, releaseId, status, serviceId, ...times };
      const by = (index: string, of: object, some: PageRequest) =>
        promotions.page({ tenantId, ...of }, some, { index, newestFirst: true, between }, keep, filter);
      if (releaseId !== undefined) {
        const found = await ofReleases.page({ tenantId, releaseId }, page, { newestFirst: true, between });
        const keys = found.items.map(({ promotionId }) => keyOf(tenantId, promotionId));
        return { ...found, items: (await promotions.findMany(keys, false)).filter(keep) };
      }
      if (serviceId !== undefined) return by('byService', { serviceId }, page);
      if (targetEnvironmentId !== undefined) return by('byEnvironment', { targetEnvironmentId }, page);
      const inMonth = (month: string, some: PageRequest) =>
        status === undefined ? by('byTime', { month }, some) : by('byStatus', { status, month }, some);
      const last = [to ?? '~', isoOf(now + AHEAD_MS)].toSorted()[0] as string;
      const months = monthsFrom(from ?? isoOf(Date.parse(last) - SHOWN_MS), last).toReversed();
      return readParts(months, page, inMonth, MOST_MONTHS);
    },
  };
}
