// The events by which the start of functions is measured.
import { expect, test } from 'vitest';
import { newId } from '../../entities/_base/ids.ts';
import { entriesOf } from '../../functions/_kit/manifest.ts';
import { bundleName } from '../../infra/bundle/bundle.ts';
import { manifests } from '../../infra/manifests.ts';
import { kindOf } from './bundles.ts';
import { firstEvents } from './first-events.ts';

test('every function with a budget for its start has one', async () => {
  const events = await firstEvents(newId<'Release'>());
  const budgeted = entriesOf(manifests).filter((entry) => kindOf(entry) !== 'other');
  expect(budgeted.map(bundleName).filter((name) => events[name] === undefined)).toEqual([]);
});
