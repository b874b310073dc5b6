// One arrival at the intake, and whether its event is on the bus.
import { defineRecord, expiring, oneOf, text } from '../_base/table/entity.ts';
import { arrivalKeys } from './arrival.keys.ts';

export const arrivalDefinition = defineRecord('arrival', arrivalKeys, {
  integrationId: text,
  deliveryId: text,
  status: oneOf(['RECEIVED', 'PUBLISHED']),
  receivedAt: text,
  ...expiring,
});
