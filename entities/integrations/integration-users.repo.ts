// Counts the users of an integration on its item, in every transaction by which a release or pipeline begins or ends to
// name it. Part of integration.repo.ts.
import type { DomainError } from '../_base/errors.ts';
import { keyOf } from '../_base/table/keys.ts';
import {
  type Condition,
  checkItem,
  EXISTS,
  sendAlone,
  type Table,
  updateItem,
  type Write,
} from '../_base/table/table.ts';
import { integrationErrors } from './errors.ts';
import { integrationKeys } from './integration.keys.ts';
import { type IntegrationRef, MAX_NOTES } from './integration.model.ts';

/** VERIFIED: active and verificationStatus VALID. ACTIVE: active, whatever the service last said. */
type UseCondition = 'VERIFIED' | 'ACTIVE';

/** A missing item has no attributes, so that the comparison also asks for its existence. */
const usable = (condition: UseCondition): Condition =>
  condition === 'VERIFIED'
    ? { expression: 'isActive = :true AND verificationStatus = :valid', values: { true: true, valid: 'VALID' } }
    : { expression: 'isActive = :true', values: { true: true } };

/** As `takesNotes` of integration.model.ts, at the moment of the commit. */
const withRoom = ({ expression, values }: Condition): Condition => ({
  expression: `${expression} AND (attribute_not_exists(newUses) OR size(newUses) < :most)`,
  values: { ...values, most: MAX_NOTES },
});

/** Counts `by` users more, and adds a release to `newUses` or deletes it from there. */
const counting = (by: number, clause: string, releaseId: string | undefined): Condition =>
  releaseId === undefined
    ? { expression: 'ADD useCount :by', values: { by } }
    : { expression: `ADD useCount :by${clause} newUses :release`, values: { by, release: new Set([releaseId]) } };

export function createIntegrationUsers(table: Table) {
  const keyFor = (tenantId: string, ref: IntegrationRef) => keyOf(integrationKeys, { tenantId, ...ref });
  return {
    /**
     * Counts one more user, if the integration exists and is usable at the moment of the commit. Notes `releaseId` in
     * `newUses` until `dropNote` deletes it; fails when other releases took the last places for notes meanwhile.
     */
    use(
      tenantId: string,
      ref: IntegrationRef,
      condition: UseCondition,
      otherwise: DomainError,
      releaseId?: string,
    ): Write {
      const asked = releaseId === undefined ? usable(condition) : withRoom(usable(condition));
      return updateItem(table, keyFor(tenantId, ref), counting(1, ',', releaseId), asked, otherwise);
    },

    /** Only asks that the integration exists and is usable: for kinds that a deletion sets null. */
    check: (tenantId: string, ref: IntegrationRef, condition: UseCondition, otherwise: DomainError): Write =>
      checkItem(table, keyFor(tenantId, ref), usable(condition), otherwise),

    /** Counts one user less. A used integration cannot be deleted, so a missing one is an `integration.not_found`. */
    unuse: (tenantId: string, ref: IntegrationRef, releaseId?: string): Write =>
      updateItem(
        table,
        keyFor(tenantId, ref),
        counting(-1, ' DELETE', releaseId),
        EXISTS,
        integrationErrors.not_found(),
      ),

    /**
     * Deletes the note once the use has its own item; of a deleted integration there is none. Throws `request.conflict`
     * while others change the item.
     */
    async dropNote(tenantId: string, ref: IntegrationRef, releaseId: string): Promise<void> {
      const update = { expression: 'DELETE newUses :release', values: { release: new Set([releaseId]) } };
      await sendAlone(table, updateItem(table, keyFor(tenantId, ref), update, EXISTS));
    },
  };
}
