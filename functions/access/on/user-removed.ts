// Deletes the credentials of a removed user. Sessions last: every sign-in holds by a condition of its transaction what was deleted
// before them.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { UserRemoved } from '../../../entities/people/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { AccessEventsDeps } from '../deps.ts';

export async function onUserRemoved({ detail }: BusEvent, deps: AccessEventsDeps): Promise<void> {
  const { tenantId: id, data } = UserRemoved.parse(detail);
  const tenantId = id as TenantId;
  for (const credentials of [deps.passwords, deps.passkeys, deps.providers, deps.sessions, deps.apiTokens]) {
    await credentials.drop(tenantId, data.userId);
  }
}
