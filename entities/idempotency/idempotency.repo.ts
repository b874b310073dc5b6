// Idempotency keys of HTTP requests: the first request holds the key while it runs, and its reply is stored in the
// transaction of its change (IETF draft "The Idempotency-Key HTTP Header Field"). Expires after a day.
import { baseErrors } from '../_base/conflicts.ts';
import { itemsOf } from '../_base/table/items.ts';
import { ABSENT, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { expiryOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { idempotencyDefinition } from './idempotency.entity.ts';

/** Longer than any API function may run, so a holder with an expired lock has ended. */
const LOCK_MS = 35_000;

export interface IdempotencyScope {
  readonly tenantId: string;
  readonly principalId: string;
  readonly key: string;
}

export type IdempotencyRepo = ReturnType<typeof createIdempotencyRepo>;

const running = () => baseErrors.idempotency_running({ retryAfterSeconds: 1 });
const names = { '#state': 'state' };
const heldBy = (holder: string, state?: string) => ({
  expression: `holder = :holder${state ? ' AND #state = :held' : ''}`,
  values: { holder, ...(state && { held: state }) },
  ...(state && { names }),
});

export function createIdempotencyRepo(table: Table) {
  const keys = itemsOf(table, idempotencyDefinition);
  const answer = (reply: string) => ({
    expression: 'SET #state = :done, reply = :reply',
    values: { done: 'DONE', reply },
    names,
  });
  /** The write that stores `reply` in the transaction of the change; fails if another request took the key meanwhile. */
  const complete = (scope: IdempotencyScope, holder: string, reply: string): Write =>
    updateItem(table, keys.keyFor(scope), answer(reply), heldBy(holder), running());
  return {
    /** Takes the key for `holder`, or answers the stored reply of the earlier request. */
    async begin(
      scope: IdempotencyScope,
      requestHash: string,
      holder: string,
      now: number,
    ): Promise<string | undefined> {
      const known = await keys.find(scope);
      if (known && known.expiresAtEpoch * 1000 > now) {
        if (known.requestHash !== requestHash) throw baseErrors.idempotency_mismatch();
        if (known.state === 'DONE') return known.reply;
        if (known.lockedUntil >= now) throw running();
      }
      const times = { lockedUntil: now + LOCK_MS, expiresAtEpoch: expiryOf(now, RETENTION_DAYS.idempotency) };
      const record = { ...scope, requestHash, state: 'RUNNING' as const, holder, ...times };
      const taken = keys.put(record, known ? heldBy(known.holder, known.state) : ABSENT);
      if (!(await keys.send(taken))) throw running();
      return undefined;
    },

    complete,

    /** Stores the reply of a request that changed nothing, so that its repetitions get the same reply. */
    async keep(scope: IdempotencyScope, holder: string, reply: string): Promise<void> {
      if (!(await keys.send(complete(scope, holder, reply)))) throw running();
    },

    /**
     * Releases the key after a refused request, so that a corrected one may use it; the key of a stored reply stays. Never
     * throws: the caller already has an error, and the lock expires.
     */
    async release(scope: IdempotencyScope, holder: string): Promise<void> {
      await keys.send(keys.forget(scope, heldBy(holder, 'RUNNING'))).catch(() => undefined);
    },
  };
}
