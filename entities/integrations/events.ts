// Events of integrations. Their data names the integration and its state, never its config or credentials.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { INTEGRATION_KINDS } from './types/integration-kinds.ts';
import { TYPE_NAMES } from './types/integration-types.ts';
import { VERIFICATION_STATUSES } from './verification.model.ts';

const event = domainEvents('integrations');

const integration = {
  integrationId: z.string(),
  kind: z.enum(INTEGRATION_KINDS),
  type: z.enum(TYPE_NAMES),
  name: z.string(),
  isActive: z.boolean(),
  verificationStatus: z.enum(VERIFICATION_STATUSES),
};

export const IntegrationCreated = event('IntegrationCreated', () => integration);
export const IntegrationUpdated = event('IntegrationUpdated', () => integration);
export const IntegrationVerified = event('IntegrationVerified', () => integration);
/** The credential was refused, or the service did not answer; then the status is unchanged. */
export const IntegrationVerificationFailed = event('IntegrationVerificationFailed', () => integration);
/** The service refuses a VALID integration. Published once until it is VALID again. */
export const IntegrationInvalidated = event('IntegrationInvalidated', () => ({ ...integration, error: z.string() }));
/** An integration is VALID again after IntegrationInvalidated. */
export const IntegrationRecovered = event('IntegrationRecovered', () => ({ ...integration, brokenSince: z.string() }));
export const IntegrationDeleted = event('IntegrationDeleted', () => integration);
