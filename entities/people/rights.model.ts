// Members, and the rule for granting rights: a role is granted only by somebody who has it. Pure.
import { baseErrors } from '../_base/conflicts.ts';
import { coversRole, coversScopes } from '../access/rights.model.ts';
import type { Role } from '../names.ts';

/** The roles of members; CI is a role of tokens alone. */
export const MEMBER_ROLES = ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** A user with a role. */
export interface Member {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly isActive: boolean;
}

/** The membership of a stored user; undefined without a role. */
export const memberOf = (
  user: { userId: string; fullName: string; role?: Role; isActive: boolean } | undefined,
): Member | undefined =>
  user?.role && { userId: user.userId, name: user.fullName, role: user.role, isActive: user.isActive };

export interface Granter {
  readonly role?: Role;
  /** Scopes separated by a space, or `*`. */
  readonly scopes?: string;
}

/**
 * Throws `request.forbidden` unless the role of the caller covers `wanted`. A member may use every scope, so a credential
 * that is limited to scopes grants no role.
 */
export function assertMayGrant({ role, scopes }: Granter, wanted: Role): void {
  if (role === undefined || !coversRole(role, wanted)) {
    throw baseErrors.forbidden({ detail: `The role ${wanted} is granted only by somebody who has it.` });
  }
  if (!coversScopes(scopes ?? '', '*'))
    throw baseErrors.forbidden({ detail: 'A credential that is limited to scopes grants no role.' });
}
