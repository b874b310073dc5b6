// Deletes a registered issuer. Its tokens are refused within 30 seconds.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { IssuerDeleted } from '../../../entities/access/events.ts';
import { viewIssuer } from '../../../entities/access/issuers/issuer.model.ts';
import type { Ops } from '../deps.ts';
import { auditOf } from '../issuers/issuer-checks.ts';

export const deleteIssuer: Ops['deleteIssuer'] = async (call, { issuers }) => {
  const { caller } = call;
  const item = await issuers.get(caller.tenantId, call.params.issuer ?? '');
  assertRevision(call, item);
  const { issuerId, issuer } = item;
  return call.save(
    {
      writes: issuers.remove(item),
      events: [IssuerDeleted.create(caller, issuerId, { issuerId, issuer })],
      audit: auditOf(item, 'issuer.deleted', { before: viewIssuer(item) }),
    },
    {},
  );
};
