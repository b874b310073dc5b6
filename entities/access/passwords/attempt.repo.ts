// Counts attempts to guess a password, and knows the addresses from which users signed in. Counting is sent at once; the
// other writes are returned for a transaction.

import { isDomainError } from '../../_base/errors.ts';
import { newId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { ABSENT, type Table, transact, type Write } from '../../_base/table/table.ts';
import { expiryOf } from '../../_base/time/iso.ts';
import { RETENTION_DAYS } from '../../names.ts';
import { type Attempts, counted, FORGOTTEN_MS, subjectsOf, waitMs } from './attempt.model.ts';
import { type AttemptItem, attemptDefinition, knownAddressDefinition } from './password.entity.ts';

export interface Attempt {
  readonly tenantId: TenantId;
  /** The account by the name that was typed; see `accountOf`. */
  readonly account: string;
  /** See `addressOf`. */
  readonly address: string;
  /** The user with this name, or an id that no user has: both need the same reads. */
  readonly userId: string;
  readonly at: number;
}

export type AttemptRepo = ReturnType<typeof createAttemptRepo>;

const ROUNDS = 5;

export function createAttemptRepo(table: Table) {
  const attempts = itemsOf(table, attemptDefinition);
  const known = itemsOf(table, knownAddressDefinition);

  const put = (tenantId: TenantId, next: Attempts, before: AttemptItem | undefined): Write => {
    const item = { tenantId, ...next, expiresAtEpoch: Math.ceil((next.lastAt + FORGOTTEN_MS) / 1000) };
    const unchanged = {
      expression: 'failures = :failures AND lastAt = :lastAt',
      values: before && { failures: before.failures, lastAt: before.lastAt },
    };
    return attempts.put(item, before ? (unchanged as never) : ABSENT);
  };

  /** Milliseconds to wait, or 0 when the attempt is counted; undefined if others counted meanwhile. */
  async function tryCount({ tenantId, account, address, userId, at }: Attempt): Promise<number | undefined> {
    const [found, isKnown] = await Promise.all([
      attempts.findMany(subjectsOf(account, address, false).map((subject) => ({ tenantId, subject }))),
      known.isThere({ tenantId, userId, address }),
    ]);
    const subjects = subjectsOf(account, address, isKnown);
    const of = (subject: string) => found.find((one) => one.subject === subject);
    const wait = waitMs(
      subjects.flatMap((subject) => of(subject) ?? []),
      at,
    );
    if (wait > 0) return wait;
    try {
      await transact(
        table,
        subjects.map((subject) => put(tenantId, counted(subject, of(subject), at), of(subject))),
      );
      return 0;
    } catch (error) {
      if (isDomainError(error) && error.code === 'request.conflict') return undefined;
      throw error;
    }
  }

  return {
    /** Counts the attempt and answers 0, or answers the milliseconds to wait. */
    async count(attempt: Attempt): Promise<number> {
      for (let round = 0; round < ROUNDS; round++) {
        const wait = await tryCount(attempt);
        if (wait !== undefined) return wait;
      }
      return 1000;
    },

    /** A transaction of two items, like that of an audit entry and its event, for a tenant that does not exist and has no audit log. */
    pretendSave(tenantId: TenantId, at: number): Promise<void> {
      const subject = newId<'Attempt'>(at);
      const item = { tenantId, failures: 0, lastAt: at, nextAt: at, expiresAtEpoch: Math.ceil(at / 1000) };
      return transact(
        table,
        ['AUDIT', 'EVENT'].map((part) => attempts.put({ ...item, subject: `${part}#${subject}` })),
      );
    },

    /** After the right password: forgets the attempts at the account from the address. */
    succeeded: ({ tenantId, account, address }: Pick<Attempt, 'tenantId' | 'account' | 'address'>): Write =>
      attempts.forget({ tenantId, subject: subjectsOf(account, address, true)[0] ?? '' }),

    /** The user signed in from the address. */
    know: (tenantId: TenantId, userId: string, address: string, at: number): Write =>
      known.put({ tenantId, userId, address, expiresAtEpoch: expiryOf(at, RETENTION_DAYS.knownAddress) }),
  };
}
