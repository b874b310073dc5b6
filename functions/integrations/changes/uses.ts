// The SCM and target that a pipeline uses: both must exist and be active, and the pipeline counts as a use of each.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { usesOf } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationItem, IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';

type Configured = Pick<IntegrationItem, 'tenantId' | 'kind' | 'config'>;
type Use = ReturnType<typeof usesOf>[number];

const problemOf = ({ path, kind }: Use): FieldProblem => ({
  path,
  code: 'integration.reference_invalid',
  message: `must be an active ${kind} integration of this tenant`,
});
const invalid = (uses: readonly Use[]) => {
  const fields = uses.map(problemOf);
  return integrationErrors.reference_invalid({
    detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '),
    fields,
  });
};

/**
 * Writes that move the use counts from the integrations of `before` to those of `after`; either may be absent. Throws
 * `integration.reference_invalid` with every wrong use. The writes check again when they are saved.
 */
export async function moveUses(
  before: Configured | undefined,
  after: Configured | undefined,
  integrations: IntegrationRepo,
): Promise<readonly Write[]> {
  const tenantId = (after ?? before)?.tenantId ?? '';
  const old = before ? usesOf(before.kind, before.config) : [];
  const wanted = after ? usesOf(after.kind, after.config) : [];
  const isIn = (list: readonly Use[]) => (use: Use) =>
    list.some(({ kind, integrationId }) => kind === use.kind && integrationId === use.integrationId);
  const added = wanted.filter((use) => !isIn(old)(use));
  const dropped = old.filter((use) => !isIn(wanted)(use));
  const found = await integrations.getMany(tenantId, added);
  const wrong = added.filter(({ integrationId }) => found.get(integrationId)?.isActive !== true);
  if (wrong.length > 0) throw invalid(wrong);
  return [
    ...added.map((use) => integrations.use(tenantId, use, 'ACTIVE', invalid([use]))),
    ...dropped.map((use) => integrations.unuse(tenantId, use)),
  ];
}
