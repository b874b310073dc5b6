// Passwords: hashed with bcrypt, checked in the same time whether there is one or not, and refused if they are easy to guess.
// bcrypt reads 72 bytes, fewer than 64 characters of many scripts need, so it is given an HMAC of the password. Its key holds
// the user's id: hashes leaked elsewhere, or swapped between users, are of no use.
import { createHmac } from 'node:crypto';
import { hash as bcrypt, compare } from 'bcryptjs';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { documentFile } from '../document.ts';

/** Doubles the time of a check with every step; OWASP asks for at least 10. */
const COST = 12;
const LEAST_CHARACTERS = 8;
const MOST_CHARACTERS = 128;
/** Shorter words about a user would refuse too many passwords. */
const LEAST_WORD = 3;

export interface Passwords {
  hash(userId: string, password: string): Promise<string>;
  /** Takes as long, and answers false, if there is no stored hash. */
  isRight(userId: string, password: string, stored: string | undefined): Promise<boolean>;
  /**
   * Throws `request.invalid` for a new password that is short, long, common, or made of words about its user, such as
   * name, address and tenant.
   */
  assertAcceptable(field: string, password: string, about: readonly string[]): void;
}

interface Named {
  readonly email: string;
  readonly username: string;
  readonly fullName: string;
}

/** The words about a user that a password must not be made of. */
export const wordsAbout = (user: Named, tenant?: { readonly slug: string; readonly name: string }): string[] => [
  ...[user.email, user.username, user.fullName],
  ...(tenant ? [tenant.slug, tenant.name] : []),
];

interface Options {
  /** True if common passwords are allowed, as those of the sample users. */
  readonly allowCommon: boolean;
  readonly cost?: number;
  readonly common?: () => ReadonlySet<string>;
}

let list: ReadonlySet<string> | undefined;
/** The document `commonPasswords`, read with the first new password. */
function commonPasswords(): ReadonlySet<string> {
  list ??= new Set(documentFile('password-list.txt').toString('utf8').split('\n'));
  return list;
}

const wordsOf = (about: readonly string[]): string[] =>
  ['windlass', ...about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))].filter(
    (word) => [...word].length >= LEAST_WORD,
  );

/** A hash that no password has: to compare with it takes as long as with one of this cost. */
export const hashOfNothing = (cost: number): string => `$2b$${String(cost).padStart(2, '0')}$${'.'.repeat(53)}`;

export function createPasswords({ allowCommon, cost = COST, common = commonPasswords }: Options): Passwords {
  const prepared = (userId: string, password: string): string =>
    createHmac('sha256', `windlass password of ${userId}`).update(password).digest('base64');
  const none = hashOfNothing(cost);

  function reasonAgainst(password: string, about: readonly string[]): readonly [string, string] | undefined {
    const length = [...password].length;
    if (!password.isWellFormed()) return ['request.malformed_text', 'must not hold half a character'];
    if (length < LEAST_CHARACTERS) return ['password.too_short', `must have at least ${LEAST_CHARACTERS} characters`];
    if (length > MOST_CHARACTERS) return ['password.too_long', `must have at most ${MOST_CHARACTERS} characters`];
    if (allowCommon) return undefined;
    const text = password.toLowerCase();
    if (common().has(text)) return ['password.common', 'is one of the most common passwords'];
    const rest = wordsOf(about).reduce((left, word) => left.replaceAll(word, ''), text);
    if ([...rest].length < LEAST_CHARACTERS && rest !== text) {
      const message = `must have ${LEAST_CHARACTERS} characters besides words such as your name, address or organization`;
      return ['password.about_user', message];
    }
    return undefined;
  }

  return {
    hash: (userId, password) => bcrypt(prepared(userId, password), cost),

    async isRight(userId, password, stored) {
      const isSame = await compare(prepared(userId, password), stored ?? none);
      return isSame && stored !== undefined;
    },

    assertAcceptable(field, password, about) {
      const reason = reasonAgainst(password, about);
      if (reason) throw baseErrors.invalid({ fields: [{ path: field, code: reason[0], message: reason[1] }] });
    },
  };
}
