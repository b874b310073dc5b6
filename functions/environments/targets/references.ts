// Checks what a target names, and counts it as a user of each by conditions of the transaction.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { targetErrors } from '../../../entities/environments/errors.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { assertRoom, MOST_TARGETS } from '../../../entities/environments/targets/target.model.ts';
import type { EnvironmentsDeps } from '../deps.ts';

type Names = Pick<TargetItem, 'environmentId' | 'componentId'>;
type Deps = Pick<EnvironmentsDeps, 'environments' | 'components'>;

/**
 * The writes that count the uses which `after` begins, and no longer those which `before` had. Throws `target.invalid` with everything
 * that does not exist, and `target.too_many`.
 */
export async function targetReferences(
  tenantId: TenantId,
  before: Names | undefined,
  after: Names | undefined,
  { environments, components }: Deps,
): Promise<Write[]> {
  const isPlaced = after !== undefined && before === undefined;
  const isOther = before?.componentId !== after?.componentId;
  const [environment, component] = await Promise.all([
    isPlaced ? environments.find(tenantId, after.environmentId) : undefined,
    after && isOther ? components.find(tenantId, after.componentId) : undefined,
  ]);
  const fields: FieldProblem[] = [
    ...(isPlaced && !environment
      ? [{ path: 'environmentId', code: 'environment.not_found', message: 'is no environment of the tenant' }]
      : []),
    ...(after && isOther && !component
      ? [{ path: 'componentId', code: 'component.not_found', message: 'is no component of the tenant' }]
      : []),
  ];
  if (fields.length > 0) throw targetErrors.invalid({ fields });
  if (environment) assertRoom(environment);
  return [
    ...(isPlaced ? [environments.addUser(tenantId, after.environmentId, 'targetCount', MOST_TARGETS)] : []),
    ...(before && !after ? [environments.dropUser(tenantId, before.environmentId, 'targetCount')] : []),
    ...(after && isOther ? [components.use(tenantId, after.componentId)] : []),
    ...(before && isOther ? [components.unuse(tenantId, before.componentId)] : []),
  ];
}
