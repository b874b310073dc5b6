// Rights of a credential: may it call a route, and may it give rights to another one. The kit's check of a request and
// GET /me share these decisions. Pure.
import { type CallerRole, ROLES, type Role } from '../names.ts';

export interface Rights {
  readonly role: Role;
  /** Scopes separated by a space, or `*` for all that the role may. */
  readonly scopes: string;
}

export interface Needs {
  readonly role: CallerRole;
  readonly scope: string;
  /** True if CI may call the route too. */
  readonly ci?: boolean | undefined;
}

const hasScope = (scopes: string, scope: string): boolean => scopes === '*' || scopes.split(' ').includes(scope);

/** True if `own` may do all that `other` may. CI stands beside the roles of people; an ADMIN makes its tokens. AGENT stands alone. */
export function coversRole(own: CallerRole, other: CallerRole): boolean {
  if (own === 'AGENT' || other === 'AGENT') return own === other;
  return own === 'CI' || other === 'CI' ? own === other || own === 'ADMIN' : ROLES.indexOf(own) <= ROLES.indexOf(other);
}

/** True if every one of the asked scopes is among the own ones. */
export const coversScopes = (own: string, asked: string): boolean =>
  own === '*' || (asked !== '*' && asked.split(' ').every((scope) => hasScope(own, scope)));

/** The reason why the credential may not call the route; undefined if it may. */
export function refusalOf(
  { role, scopes }: Pick<Rights, 'scopes'> & { readonly role: CallerRole },
  needs: Needs,
): string | undefined {
  const mayRole = role === 'CI' ? needs.ci === true : coversRole(role, needs.role);
  if (!mayRole) return `This needs the role ${needs.role}; the credential has ${role}.`;
  return hasScope(scopes, needs.scope) ? undefined : `The credential lacks the scope ${needs.scope}.`;
}
