// The document `commonPasswords`: the most common passwords that are long enough to be chosen, from the word list of zxcvbn-ts
// (MIT), which is made of leaked passwords in the order of their frequency. One a line, in lower case.
import { dictionary } from '@zxcvbn-ts/language-common';

/** OWASP ASVS 5.0, 6.2.4, asks for 3,000 at least. */
const MOST = 10_000;
const LEAST_CHARACTERS = 8;

export function commonPasswordsText(): string {
  const long = dictionary['passwords-common'].map(String).filter((word) => word.length >= LEAST_CHARACTERS);
  return [...new Set(long.map((word) => word.toLowerCase()))].slice(0, MOST).join('\n');
}
