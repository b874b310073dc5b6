// The releases that use an integration. The consumers of ReleaseCreated and ReleaseUpdated write it, so it lags behind the integration:
// `useCount` there decides, and `newUses` lists the releases without a record yet.
import { defineRecord, oneOf, text } from '../../_base/table/entity.ts';
import { INTEGRATION_KINDS } from '../../integrations/types/integration-kinds.ts';
import { integrationUseKeys } from '../release.keys.ts';

export const integrationUseDefinition = defineRecord('integrationUse', integrationUseKeys, {
  integrationId: text,
  kind: oneOf(INTEGRATION_KINDS),
  releaseId: text,
  releaseKey: text,
});
