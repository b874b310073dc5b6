// Answers the actor behind the credential, and what the credential may do: decided as the kit decides about each request.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { refusalOf } from '../../../entities/access/rights.model.ts';
import type { CallerRole } from '../../../entities/names.ts';
import type { Permission } from '../../_kit/document.ts';
import type { Ops } from '../deps.ts';
import { rightsOf } from '../tokens/rights-of.ts';

export const getMe: Ops['getMe'] = async ({ caller, query }, { tenants, permissions }) => {
  const tenant = await tenants.get(caller.tenantId);
  if (!tenant) throw baseErrors.not_found();
  const rights = rightsOf(caller);
  const isAllowed = ({ access, role, scope, ci }: Permission): boolean =>
    access === 'OPEN' || refusalOf(rights, { role: role as CallerRole, scope: scope ?? '', ci }) === undefined;
  const operations = permissions()
    .filter(({ access, operation }) => access !== 'SIGNED' && operation === (query.operation ?? operation))
    .map((permission) => ({
      ...{ operation: permission.operation, method: permission.method, path: permission.path },
      allowed: isAllowed(permission),
    }));
  return {
    body: {
      tenant: { id: tenant.tenantId, slug: tenant.slug, name: tenant.name },
      actor: caller.actor,
      role: rights.role,
      scopes: rights.scopes.split(' '),
      credential: caller.credential,
      operations,
    },
  };
};
