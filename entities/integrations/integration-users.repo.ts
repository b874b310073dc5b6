// Counts the users of an integration on its item, in every transaction by which a release or pipeline begins or ends to
// name it. By hand, not by ElectroDB: its updates set the key attributes again. Part of integration.repo.ts.
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../_base/conflicts.ts';
import type { DomainError } from '../_base/errors.ts';
import { checkItem, fillKey, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { integrationErrors } from './errors.ts';
import { integrationKeys } from './integration.keys.ts';
import { type IntegrationRef, MAX_NOTES } from './integration.model.ts';

/** VERIFIED: active and verificationStatus VALID. ACTIVE: active, whatever the service last said. */
type UseCondition = 'VERIFIED' | 'ACTIVE';

export const keyOf = (tenantId: string, ref: IntegrationRef) => ({
  pk: fillKey(integrationKeys.pk, { tenantId }),
  sk: fillKey(integrationKeys.sk, { kind: ref.kind, integrationId: ref.integrationId }),
});

interface Condition {
  readonly expression: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A missing item has no attributes, so that the comparison also asks for its existence. */
const usable = (condition: UseCondition): Condition =>
  condition === 'VERIFIED'
    ? {
        expression: 'isActive = :true AND verificationStatus = :valid',
        values: { ':true': true, ':valid': 'VALID' },
      }
    : { expression: 'isActive = :true', values: { ':true': true } };

/** As `takesNotes` of integration.model.ts, at the moment of the commit. */
const withRoom = ({ expression, values }: Condition): Condition => ({
  expression: `${expression} AND (attribute_not_exists(newUses) OR size(newUses) < :most)`,
  values: { ...values, ':most': MAX_NOTES },
});

const EXISTS: Condition = { expression: 'attribute_exists(pk)', values: {} };

/** The clause that adds a release to `newUses`, or deletes it from there, with its value. */
const noting = (clause: string, releaseId: string | undefined) =>
  releaseId === undefined
    ? { clause: '', values: {} }
    : { clause: `${clause} newUses :release`, values: { ':release': new Set([releaseId]) } };

export function createIntegrationUsers({ client, name }: Table) {
  const change = (tenantId: string, ref: IntegrationRef, expression: string, values: object, condition: Condition) => ({
    TableName: name,
    Key: keyOf(tenantId, ref),
    UpdateExpression: expression,
    ConditionExpression: condition.expression,
    ExpressionAttributeValues: { ...values, ...condition.values },
  });

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
      const { clause, values } = noting(',', releaseId);
      const expression = `ADD useCount :by${clause}`;
      const asked = releaseId === undefined ? usable(condition) : withRoom(usable(condition));
      return updateItem(change(tenantId, ref, expression, { ':by': 1, ...values }, asked), otherwise);
    },

    /** Only asks that the integration exists and is usable: for kinds that a deletion sets null. */
    check: (tenantId: string, ref: IntegrationRef, condition: UseCondition, otherwise: DomainError): Write =>
      checkItem(
        {
          TableName: name,
          Key: keyOf(tenantId, ref),
          ConditionExpression: usable(condition).expression,
          ExpressionAttributeValues: usable(condition).values,
        },
        otherwise,
      ),

    /** Counts one user less. A used integration cannot be deleted, so a missing one is an `integration.not_found`. */
    unuse(tenantId: string, ref: IntegrationRef, releaseId?: string): Write {
      const { clause, values } = noting(' DELETE', releaseId);
      const expression = `ADD useCount :by${clause}`;
      return updateItem(
        change(tenantId, ref, expression, { ':by': -1, ...values }, EXISTS),
        integrationErrors.not_found(),
      );
    },

    /** Deletes the note once the use has its own item. Throws `request.conflict` while others change the item. */
    async dropNote(tenantId: string, ref: IntegrationRef, releaseId: string): Promise<void> {
      const { clause, values } = noting('DELETE', releaseId);
      await client.send(new UpdateCommand(change(tenantId, ref, clause, values, EXISTS))).catch((error: Error) => {
        if (error.name === 'TransactionConflictException') throw baseErrors.conflict();
        // The integration was deleted, and its notes with it.
        if (error.name !== 'ConditionalCheckFailedException') throw error;
      });
    },
  };
}
