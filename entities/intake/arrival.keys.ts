// Keys of arrivals: one item per integration and delivery id of the sender.
import { integrationKeys } from '../integrations/integration.keys.ts';

export const arrivalKeys = {
  pk: 'T#${tenantId}#ARRIVALS#${integrationId}',
  sk: '${deliveryId}',
  removal: [{ stage: 'CONNECTIONS', of: integrationKeys.pk }],
} as const;
