// Keys of idempotency records: a partition per user or token that sent the requests.
import { apiTokenKeys } from '../access/api-token.keys.ts';
import { userKeys } from '../people/user.keys.ts';

export const idempotencyKeys = {
  pk: 'T#${tenantId}#IDEMPOTENCY#${principalId}',
  sk: '${key}',
  removal: [
    { stage: 'CONNECTIONS', of: apiTokenKeys.pk },
    { stage: 'PEOPLE', of: userKeys.pk },
  ],
} as const;
