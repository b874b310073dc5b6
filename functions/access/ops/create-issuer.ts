// Registers an OpenID issuer whose JWTs CI systems present as bearer tokens. Its keys are read once, so that a wrong address is
// refused now and not by the first build.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { issuerErrors } from '../../../entities/access/errors.ts';
import { IssuerRegistered } from '../../../entities/access/events.ts';
import type { IssuerItem } from '../../../entities/access/issuers/issuer.entity.ts';
import { viewIssuer } from '../../../entities/access/issuers/issuer.model.ts';
import type { AccessDeps, Ops } from '../deps.ts';
import { assertHeldScopes, assertOwner, auditOf } from '../issuers/issuer-checks.ts';

async function assertAnswers(issuer: string, { readIssuer }: AccessDeps): Promise<void> {
  try {
    await readIssuer(issuer);
  } catch (error) {
    const message = `cannot be used: ${(error as Error).message}`;
    const fields = [{ path: 'issuer', code: 'issuer.not_an_issuer', message }];
    throw issuerErrors.not_an_issuer({ detail: `issuer ${message}`, fields });
  }
}

export const createIssuer: Ops['createIssuer'] = async ({ caller, body, save }, deps) => {
  assertOwner(body);
  assertHeldScopes(caller, body.scopes);
  await assertAnswers(body.issuer, deps);
  const at = isoOf(caller.at);
  const item: IssuerItem = {
    ...body,
    ...{ tenantId: caller.tenantId, issuerId: newId<'Issuer'>(caller.at) },
    ...{ createdBy: caller.actor.id, createdByName: caller.actor.name },
    ...{ createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 },
  };
  const { issuerId, issuer } = item;
  const view = viewIssuer(item);
  return save(
    {
      writes: deps.issuers.create(item),
      events: [IssuerRegistered.create(caller, issuerId, { issuerId, issuer })],
      audit: auditOf(item, 'issuer.registered', { after: view }),
    },
    { body: view, location: `/issuers/${issuerId}`, revision: 1 },
  );
};
