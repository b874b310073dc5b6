// The one rule for changes that loosen: people who gain a right by a change need that right to make it. Pure.
import type { DomainError, FieldProblem } from '../_base/errors.ts';
import type { Role } from '../names.ts';

export interface Loosening {
  readonly role?: Role;
}

/** Throws the refusal of the fields, by their names, unless nothing is loosened or an ADMIN does it. */
export function assertAdminLoosens(
  { role }: Loosening,
  fields: readonly FieldProblem[],
  refusalOf: (names: string) => DomainError,
): void {
  if (role === 'ADMIN' || fields.length === 0) return;
  throw refusalOf(fields.map(({ path }) => path).join(', '));
}
