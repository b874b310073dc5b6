// The ongoing hotfixes of a service and the releases that wait for them, in one partition per service; and the turn at a store that
// takes one submission at a time.
import { defineRecord, expiring, type ItemOf, number, text } from '../../_base/table/entity.ts';
import { heldReleaseKeys, ongoingHotfixKeys, storeTurnKeys } from '../release.keys.ts';

const entry = { service: text, releaseId: text, releaseKey: text };

/** From STARTED until the hotfix is released, cancelled or deleted. */
export const ongoingHotfixDefinition = defineRecord('ongoingHotfix', ongoingHotfixKeys, entry);
export const heldReleaseDefinition = defineRecord('heldRelease', heldReleaseKeys, entry);

export const storeTurnDefinition = defineRecord('storeTurn', storeTurnKeys, {
  targetIntegrationId: text,
  releaseId: text,
  leasedUntil: number,
  ...expiring,
});

export type OngoingHotfixItem = ItemOf<typeof ongoingHotfixDefinition>;
