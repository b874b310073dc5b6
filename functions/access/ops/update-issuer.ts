// Changes the rules of a registered issuer. Its tokens have the new rights within 30 seconds.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { IssuerUpdated } from '../../../entities/access/events.ts';
import type { IssuerItem } from '../../../entities/access/issuers/issuer.entity.ts';
import { viewIssuer } from '../../../entities/access/issuers/issuer.model.ts';
import type { Ops } from '../deps.ts';
import { assertHeldScopes, assertOwner, auditOf } from '../issuers/issuer-checks.ts';

export const updateIssuer: Ops['updateIssuer'] = async (call, { issuers }) => {
  const { caller, body } = call;
  const before = await issuers.get(caller.tenantId, call.params.issuer ?? '');
  assertRevision(call, before);
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  const changed = given.filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof IssuerItem]),
  );
  if (changed.length === 0) return { body: viewIssuer(before), revision: before.revision };
  const changes = Object.fromEntries(changed) as Partial<IssuerItem>;
  const at = isoOf(caller.at);
  const after: IssuerItem = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 };
  assertOwner(after);
  assertHeldScopes(caller, after.scopes);
  const { issuerId, issuer } = after;
  return call.save(
    {
      writes: [issuers.update(before, at, changes)],
      events: [IssuerUpdated.create(caller, issuerId, { issuerId, issuer, changed: Object.keys(changes) })],
      audit: auditOf(after, 'issuer.updated', { before: viewIssuer(before), after: viewIssuer(after) }),
    },
    { body: viewIssuer(after), revision: after.revision },
  );
};
