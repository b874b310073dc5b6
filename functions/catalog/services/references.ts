// Checks what a service names, and holds it by conditions of the transaction. Used when a service is created or changed.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { serviceErrors } from '../../../entities/catalog/errors.ts';
import type { Caller } from '../../_kit/save.ts';
import type { CatalogDeps } from '../deps.ts';

/** The references that a change brings; absent ones stay as they are or are deleted. */
interface References {
  readonly ownerId?: string | null | undefined;
}

/** Throws `service.invalid` with every reference that does not exist. */
export async function heldReferences(
  { tenantId }: Caller,
  { ownerId }: References,
  { people }: CatalogDeps,
): Promise<Write[]> {
  const fields: FieldProblem[] = [];
  const holds: Write[] = [];
  const changed = baseErrors.conflict();
  if (ownerId) {
    const owner = await people.membershipOf(tenantId, ownerId);
    if (owner?.isActive) holds.push(people.checkMember(tenantId, ownerId, changed));
    else
      fields.push({
        path: 'ownerId',
        code: 'service.owner_not_found',
        message: 'is not an active member of the tenant',
      });
  }
  if (fields.length === 0) return holds;
  throw serviceErrors.invalid({ detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '), fields });
}
