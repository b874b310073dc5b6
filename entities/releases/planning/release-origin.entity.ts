// The departure of a train that created a release: one departure creates one release.
import { defineRecord, expiring, text } from '../../_base/table/entity.ts';
import { releaseOriginKeys } from './release-origin.keys.ts';

export const releaseOriginDefinition = defineRecord('releaseOrigin', releaseOriginKeys, {
  origin: text,
  releaseId: text,
  ...expiring,
});
