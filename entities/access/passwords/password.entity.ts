// Passwords as bcrypt hashes, failed attempts to guess them, addresses from which users signed in, and resets by mail.
import { defineEntity, defineRecord, expiring, type ItemOf, number, text } from '../../_base/table/entity.ts';
import { attemptKeys, knownAddressKeys, passwordKeys, passwordResetKeys } from './password.keys.ts';

export const passwordDefinition = defineEntity('password', passwordKeys, { userId: text, hash: text });

/** Attempts about a subject: an account at an address, an account, or an address. Times are epoch milliseconds. */
export const attemptDefinition = defineRecord('attempt', attemptKeys, {
  subject: text,
  failures: number,
  lastAt: number,
  nextAt: number,
  ...expiring,
});

export const knownAddressDefinition = defineRecord('knownAddress', knownAddressKeys, {
  userId: text,
  address: text,
  ...expiring,
});

export const passwordResetDefinition = defineRecord('passwordReset', passwordResetKeys, {
  userId: text,
  resetId: text,
  hash: text,
  ...expiring,
});

export type PasswordItem = ItemOf<typeof passwordDefinition>;
export type AttemptItem = ItemOf<typeof attemptDefinition>;
export type PasswordResetItem = ItemOf<typeof passwordResetDefinition>;
