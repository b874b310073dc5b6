// A request with an Idempotency-Key: its holder while it runs, its reply afterwards.
import { defineRecord, expiring, number, oneOf, optional, text } from '../_base/table/entity.ts';
import { idempotencyKeys } from './idempotency.keys.ts';

export const idempotencyDefinition = defineRecord('idempotencyKey', idempotencyKeys, {
  principalId: text,
  key: text,
  requestHash: text,
  state: oneOf(['RUNNING', 'DONE']),
  holder: text,
  lockedUntil: number,
  reply: optional(text),
  ...expiring,
});
