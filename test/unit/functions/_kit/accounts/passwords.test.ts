// The hash that stands in for a missing one, so that an unknown name takes as long as a known one.
import { compare, getRounds } from 'bcryptjs';
import { expect, it } from 'vitest';
import { hashOfNothing } from '../../../../../functions/_kit/accounts/passwords.ts';

it.each([4, 10, 12])('has the cost of the real ones: %i', (cost) => {
  expect(getRounds(hashOfNothing(cost))).toBe(cost);
});

it('is compared as a whole, and is no password’s', async () => {
  // A hash of another length would be refused without any work.
  expect(hashOfNothing(4)).toHaveLength(60);
  expect(await compare('', hashOfNothing(4))).toBe(false);
});
