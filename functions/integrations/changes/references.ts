// The SCM and target that a pipeline names: they must exist and be active, and the pipeline counts as a user of both.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { referencesOf } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationItem, IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';

type Configured = Pick<IntegrationItem, 'tenantId' | 'kind' | 'config'>;
type Reference = ReturnType<typeof referencesOf>[number];

const problemOf = ({ path, kind }: Reference): FieldProblem => ({
  path,
  code: 'integration.reference_invalid',
  message: `must be an active ${kind} integration of this tenant`,
});
const invalid = (references: readonly Reference[]) => {
  const fields = references.map(problemOf);
  return integrationErrors.reference_invalid({
    detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '),
    fields,
  });
};

/**
 * The writes that move the counts from what `before` names to what `after` names; either may be absent. Throws
 * `integration.reference_invalid` with every wrong reference; the writes ask again at the moment of the commit.
 */
export async function moveReferences(
  before: Configured | undefined,
  after: Configured | undefined,
  integrations: IntegrationRepo,
): Promise<readonly Write[]> {
  const tenantId = (after ?? before)?.tenantId ?? '';
  const old = before ? referencesOf(before.kind, before.config) : [];
  const wanted = after ? referencesOf(after.kind, after.config) : [];
  const isIn = (list: readonly Reference[]) => (reference: Reference) =>
    list.some(({ kind, integrationId }) => kind === reference.kind && integrationId === reference.integrationId);
  const added = wanted.filter((reference) => !isIn(old)(reference));
  const dropped = old.filter((reference) => !isIn(wanted)(reference));
  const found = await integrations.getMany(tenantId, added);
  const wrong = added.filter(({ integrationId }) => found.get(integrationId)?.isActive !== true);
  if (wrong.length > 0) throw invalid(wrong);
  return [
    ...added.map((reference) => integrations.use(tenantId, reference, 'ACTIVE', invalid([reference]))),
    ...dropped.map((reference) => integrations.unuse(tenantId, reference)),
  ];
}
