// Passkeys as they are shown. Pure.
import * as z from 'zod';
import { listOf } from '../../_base/list.ts';
import { actionsView } from '../actions/action.model.ts';
import { passkeyErrors } from '../errors.ts';
import type { PasskeyItem } from './passkey.entity.ts';

/** The most passkeys of a user. */
export const MOST_PASSKEYS = 10;

const fields = {
  id: z.string().describe('The id that the authenticator gave it'),
  name: z.string(),
  isBackedUp: z.boolean().describe('Whether it is synchronized between devices'),
  createdAt: z.string(),
  lastUsedAt: z.string().optional(),
};
export const passkeyView = z.strictObject(fields).meta({ id: 'PasskeySummary' });
export const passkeyListView = listOf(
  z.strictObject({ ...fields, actions: actionsView(['deletePasskey']) }).meta({ id: 'Passkey' }),
);

export const viewPasskey = ({ credentialId: id, name, isBackedUp, createdAt, lastUsedAt }: PasskeyItem) => ({
  ...{ id, name, isBackedUp, createdAt, lastUsedAt },
});

/** Throws `passkey.last` for the only passkey of a user whose tenant requires one. */
export function assertNotLast(passkeys: readonly unknown[], requiresPasskey: boolean): void {
  if (requiresPasskey && passkeys.length === 1) throw passkeyErrors.last();
}
