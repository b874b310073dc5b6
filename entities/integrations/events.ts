// Events of integrations. Their data names the integration and its state, never its config or credentials.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';
import { INTEGRATION_KINDS, TYPE_NAMES } from './types/integration-types.ts';
import { VERIFICATION_STATUSES } from './verification.model.ts';

const integration = z.object({
  integrationId: z.string(),
  kind: z.enum(INTEGRATION_KINDS),
  type: z.enum(TYPE_NAMES),
  name: z.string(),
  isActive: z.boolean(),
  verificationStatus: z.enum(VERIFICATION_STATUSES),
});

export const IntegrationCreated = defineEvent('integrations', 'IntegrationCreated', 1, () => integration);
export const IntegrationUpdated = defineEvent('integrations', 'IntegrationUpdated', 1, () => integration);
export const IntegrationVerified = defineEvent('integrations', 'IntegrationVerified', 1, () => integration);
/** The credential was refused, or the service did not answer; then the status is unchanged. */
export const IntegrationVerificationFailed = defineEvent(
  'integrations',
  'IntegrationVerificationFailed',
  1,
  () => integration,
);
/** The service refuses a VALID integration. Published once until it is VALID again. */
export const IntegrationInvalidated = defineEvent('integrations', 'IntegrationInvalidated', 1, () =>
  integration.extend({ error: z.string() }),
);
/** An integration is VALID again after IntegrationInvalidated. */
export const IntegrationRecovered = defineEvent('integrations', 'IntegrationRecovered', 1, () =>
  integration.extend({ brokenSince: z.string() }),
);
export const IntegrationDeleted = defineEvent('integrations', 'IntegrationDeleted', 1, () => integration);
