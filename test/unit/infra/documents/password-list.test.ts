// The list of common passwords that new passwords are compared with.
import { expect, it } from 'vitest';
import { commonPasswordsText } from '../../../../infra/documents/password-list.ts';

it('has ten thousand different passwords of eight characters or more, in lower case, in 100 KB', () => {
  const text = commonPasswordsText();
  const words = text.split('\n');
  expect([words.length, new Set(words).size]).toEqual([10_000, 10_000]);
  expect(words.filter((word) => word.length < 8 || word !== word.toLowerCase())).toEqual([]);
  expect(words).toEqual(expect.arrayContaining(['password', 'password123', 'qwertyuiop', '1234567890']));
  expect(Buffer.byteLength(text)).toBeLessThan(100_000);
});
