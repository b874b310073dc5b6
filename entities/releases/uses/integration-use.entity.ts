// Which releases use an integration, by integration. Written by the consumers of ReleaseCreated and ReleaseUpdated, so it lags
// behind `useCount`, which alone decides, and `newUses`, which says of whom it does not know yet.
import { defineRecord, oneOf, text } from '../../_base/table/entity.ts';
import { INTEGRATION_KINDS } from '../../integrations/types/integration-types.ts';
import { integrationUseKeys } from '../release.keys.ts';

export const integrationUseDefinition = defineRecord('integrationUse', integrationUseKeys, {
  integrationId: text,
  kind: oneOf(INTEGRATION_KINDS),
  releaseId: text,
  releaseKey: text,
});
