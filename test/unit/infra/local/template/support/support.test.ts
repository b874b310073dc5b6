// The document of what is supported is the tables that decide it.
import { expect, test } from 'vitest';
import { describeSupport } from '../../../../../../infra/local/template/support/support.ts';

test('SUPPORT.md says what the tables say', async () => {
  await expect(describeSupport()).toMatchFileSnapshot('../../../../../../infra/local/template/support/SUPPORT.md');
});
