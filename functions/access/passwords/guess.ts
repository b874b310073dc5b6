// One attempt to name the password of an account: counted, delayed after too many, and checked in the same time and with the
// same requests to the table whether the account exists or not.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { accountOf, addressOf } from '../../../entities/access/passwords/attempt.model.ts';
import type { PasswordItem } from '../../../entities/access/passwords/password.entity.ts';
import type { AccessDeps } from '../deps.ts';

/** No user has this id. */
export const NO_USER = '00000000-0000-7000-8000-000000000000';

export interface Guess {
  readonly tenantId: TenantId;
  /** The name of the account as it was typed, in the form in which names are compared. */
  readonly name: string;
  /** The user with this name, if there is one. */
  readonly userId: string | undefined;
  readonly password: string;
  readonly ip: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

type GuessDeps = Pick<AccessDeps, 'attempts' | 'passwords' | 'hashing'>;

/** Counts an attempt. Throws `session.too_many_attempts` with the seconds to wait. */
export async function countAttempt(
  { tenantId, name, userId = NO_USER, ip, at }: Omit<Guess, 'password'>,
  deps: GuessDeps,
) {
  const attempt = { tenantId, account: accountOf(name), address: addressOf(ip), userId, at };
  const wait = await deps.attempts.count(attempt);
  if (wait > 0) throw sessionErrors.too_many_attempts({ retryAfterSeconds: Math.ceil(wait / 1000) });
  return attempt;
}

/** Answers the password as stored, and the write that forgets the attempts; undefined for a wrong one. */
export async function guess(
  attempted: Guess,
  deps: GuessDeps,
): Promise<{ stored: PasswordItem; forget: Write } | undefined> {
  const { tenantId, userId = NO_USER, password } = attempted;
  const attempt = await countAttempt(attempted, deps);
  const stored = await deps.passwords.find(tenantId, userId);
  const isRight = await deps.hashing.isRight(userId, password, stored?.hash);
  if (!isRight || stored === undefined) return undefined;
  return { stored, forget: deps.attempts.succeeded(attempt) };
}
