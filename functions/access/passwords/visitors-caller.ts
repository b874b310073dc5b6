// The actor of what a visitor does before it is known who it is.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Visitor } from '../../_kit/http/request.ts';
import type { Caller } from '../../_kit/save.ts';

export const visitorsCaller = (tenantId: TenantId, { correlationId, at, ip, userAgent }: Visitor): Caller => ({
  ...{ tenantId, correlationId, at, ip, userAgent },
  actor: { type: 'EXTERNAL', id: 'visitor', name: 'Somebody who is not signed in' },
});
