// Passkeys as they are shown. Pure.
import * as z from 'zod';
import { listOf } from '../../_base/list.ts';
import type { PasskeyItem } from './passkey.entity.ts';

/** The most passkeys of a user. */
export const MOST_PASSKEYS = 10;

export const passkeyView = z
  .lazy(() =>
    z.strictObject({
      id: z.string().describe('The id that the authenticator gave it'),
      name: z.string(),
      isBackedUp: z.boolean().describe('Whether it is synchronized between devices'),
      createdAt: z.string(),
      lastUsedAt: z.string().optional(),
    }),
  )
  .meta({ id: 'Passkey' });
export const passkeyListView = z.lazy(() => listOf(passkeyView));

export const viewPasskey = ({ credentialId: id, name, isBackedUp, createdAt, lastUsedAt }: PasskeyItem) => ({
  ...{ id, name, isBackedUp, createdAt, lastUsedAt },
});
