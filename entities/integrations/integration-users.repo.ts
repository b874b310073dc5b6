// Counts the uses of an integration on its item, in every transaction in which a release or pipeline begins or ends to use
// it. Part of integration.repo.ts.
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

/** VERIFIED: active and verificationStatus VALID. ACTIVE: active with any verificationStatus. */
type UseCondition = 'VERIFIED' | 'ACTIVE';

/** A missing item has no attributes, so the comparison also checks that it exists. */
const usable = (condition: UseCondition): Condition =>
  condition === 'VERIFIED'
    ? { expression: 'isActive = :true AND verificationStatus = :valid', values: { true: true, valid: 'VALID' } }
    : { expression: 'isActive = :true', values: { true: true } };

/** The same as `takesNotes` of integration.model.ts, when the transaction is saved. */
const withRoom = ({ expression, values }: Condition): Condition => ({
  expression: `${expression} AND (attribute_not_exists(newUses) OR size(newUses) < :most)`,
  values: { ...values, most: MAX_NOTES },
});

/** Adds `by` to the number of uses, and adds a release to `newUses` or removes it. */
const counting = (by: number, clause: string, releaseId: string | undefined): Condition =>
  releaseId === undefined
    ? { expression: 'ADD useCount :by', values: { by } }
    : { expression: `ADD useCount :by${clause} newUses :release`, values: { by, release: new Set([releaseId]) } };

export function createIntegrationUsers(table: Table) {
  const keyFor = (tenantId: string, ref: IntegrationRef) => keyOf(integrationKeys, { tenantId, ...ref });
  return {
    /**
     * Counts one more use, if the integration exists and is usable when the transaction is saved. Adds `releaseId` to
     * `newUses` until `dropNote` removes it; fails if other releases took the last places meanwhile.
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

    /** Only checks that the integration exists and is usable: for kinds whose deletion clears the release's reference. */
    check: (tenantId: string, ref: IntegrationRef, condition: UseCondition, otherwise: DomainError): Write =>
      checkItem(table, keyFor(tenantId, ref), usable(condition), otherwise),

    /** Counts one use less. A used integration cannot be deleted, so a missing one is `integration.not_found`. */
    unuse: (tenantId: string, ref: IntegrationRef, releaseId?: string): Write =>
      updateItem(
        table,
        keyFor(tenantId, ref),
        counting(-1, ' DELETE', releaseId),
        EXISTS,
        integrationErrors.not_found(),
      ),

    /**
     * Removes the release from `newUses` once the use has its own item; does nothing for a deleted integration. Throws
     * `request.conflict` while others change the item.
     */
    async dropNote(tenantId: string, ref: IntegrationRef, releaseId: string): Promise<void> {
      const update = { expression: 'DELETE newUses :release', values: { release: new Set([releaseId]) } };
      await sendAlone(table, updateItem(table, keyFor(tenantId, ref), update, EXISTS));
    },
  };
}
