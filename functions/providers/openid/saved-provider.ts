// Checks of an OpenID provider before it is saved, and its audit entry.
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import { assertMayGrant, type Granter, type MemberRole } from '../../../entities/people/rights.model.ts';
import type { Change } from '../../_kit/save.ts';

/** Throws `request.forbidden` unless the caller may grant every role that the provider gives to groups. */
export function assertMayGrantRoles(
  caller: Granter,
  { roles, defaultRole }: Pick<ProviderItem, 'roles'> & { readonly defaultRole?: MemberRole | undefined },
): void {
  for (const role of [...roles.map(({ role }) => role), ...(defaultRole ? [defaultRole] : [])]) {
    assertMayGrant(caller, role);
  }
}

export const auditOf = (
  { providerId }: ProviderItem,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Provider', resourceId: providerId, details });
