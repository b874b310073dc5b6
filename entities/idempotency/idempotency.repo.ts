// Idempotency keys of HTTP POSTs: the first request holds the key while it runs, and its answer is stored in the very
// transaction of its change (IETF draft "The Idempotency-Key HTTP Header Field"). Kept a day.
import { Entity } from 'electrodb';
import { baseErrors } from '../_base/conflicts.ts';
import { type Table, updateItem, type Write } from '../_base/table/table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { idempotencyKeys } from './idempotency.keys.ts';

const DAY_MS = 86_400_000;
/** Longer than any API function may run, so that a holder whose lock is over is surely dead. */
const LOCK_MS = 35_000;

const definition = {
  model: { entity: 'idempotencyKey', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    principalId: { type: 'string', required: true },
    key: { type: 'string', required: true },
    requestHash: { type: 'string', required: true },
    state: { type: ['RUNNING', 'DONE'] as const, required: true },
    holder: { type: 'string', required: true },
    lockedUntil: { type: 'number', required: true },
    reply: { type: 'string' },
    expiresAt: { type: 'number', required: true, field: TTL_ATTRIBUTE },
  },
  indexes: {
    byKey: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'principalId'], template: idempotencyKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: ['key'], template: idempotencyKeys.sk },
    },
  },
} as const;

export interface IdempotencyScope {
  readonly tenantId: string;
  readonly principalId: string;
  readonly key: string;
}

export type IdempotencyRepo = ReturnType<typeof createIdempotencyRepo>;

/** Waits for `write` and answers whether its condition held. ElectroDB wraps what DynamoDB threw. */
async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as { cause?: Error }).cause?.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

const running = () => baseErrors.idempotency_running({ retryAfterSeconds: 1 });

export function createIdempotencyRepo(table: Table) {
  const entity = new Entity(definition, { table: table.name, client: table.client });
  const answered = (scope: IdempotencyScope, holder: string, reply: string) =>
    entity
      .patch({ ...scope })
      .set({ state: 'DONE', reply })
      .where((attribute, { eq }) => eq(attribute.holder, holder));
  return {
    /** Takes the key for `holder`, or answers the stored reply of the request that had it before. */
    async begin(
      scope: IdempotencyScope,
      requestHash: string,
      holder: string,
      now: number,
    ): Promise<string | undefined> {
      const { data: known } = await entity.get({ ...scope }).go({ consistent: true });
      const alive = known !== null && known.expiresAt * 1000 > now;
      if (alive && known.requestHash !== requestHash) throw baseErrors.idempotency_mismatch();
      if (alive && known.state === 'DONE') return known.reply;
      if (alive && known.lockedUntil >= now) throw running();
      const record = {
        ...scope,
        requestHash,
        state: 'RUNNING' as const,
        holder,
        lockedUntil: now + LOCK_MS,
        expiresAt: Math.floor((now + RETENTION_DAYS.idempotency * DAY_MS) / 1000),
      };
      const taken = entity
        .put(record)
        .where((attribute, { notExists, eq }) =>
          known === null
            ? notExists(attribute.holder)
            : `${eq(attribute.holder, known.holder)} AND ${eq(attribute.state, known.state)}`,
        )
        .go();
      if (!(await held(taken))) throw running();
      return undefined;
    },

    /** The write that stores `reply` in the transaction of the change; fails when the key was taken over meanwhile. */
    complete: (scope: IdempotencyScope, holder: string, reply: string): Write =>
      updateItem(answered(scope, holder, reply).params(), running()),

    /** Stores the reply of a request that changed nothing, so that a repetition gets the same one. */
    async keep(scope: IdempotencyScope, holder: string, reply: string): Promise<void> {
      if (!(await held(answered(scope, holder, reply).go()))) throw running();
    },

    /**
     * Gives the key back after a refused request, so that a corrected one may use it; an answered one stays. Never
     * throws: the caller has an error to answer with, and the lock expires.
     */
    async release(scope: IdempotencyScope, holder: string): Promise<void> {
      await entity
        .delete({ ...scope })
        .where((attribute, { eq }) => `${eq(attribute.holder, holder)} AND ${eq(attribute.state, 'RUNNING')}`)
        .go()
        .catch(() => undefined);
    },
  };
}
