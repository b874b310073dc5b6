// Checks of a registered issuer before it is saved, and its audit entry.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { issuerErrors } from '../../../entities/access/errors.ts';
import type { IssuerItem } from '../../../entities/access/issuers/issuer.entity.ts';
import { missingOwner } from '../../../entities/access/issuers/issuer.model.ts';
import { coversScopes } from '../../../entities/access/rights.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import { rightsOf } from '../tokens/rights-of.ts';

/** Throws `issuer.owner_missing` if the rules accept the tokens of everybody whom the issuer serves. */
export function assertOwner(rules: Pick<IssuerItem, 'issuer' | 'claims'>): void {
  const message = missingOwner(rules);
  if (message === undefined) return;
  const fields = [{ path: 'claims', code: 'issuer.owner_missing', message }];
  throw issuerErrors.owner_missing({ detail: `claims ${message}`, fields });
}

/** Throws `request.forbidden` unless the caller's credential has the scopes that it grants. */
export function assertHeldScopes(caller: Caller, scopes: readonly string[]): void {
  if (coversScopes(rightsOf(caller).scopes, scopes.join(' '))) return;
  throw baseErrors.forbidden({ detail: 'A scope is granted only by a credential that has it.' });
}

export const auditOf = (
  { issuerId }: IssuerItem,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Issuer', resourceId: issuerId, details });
