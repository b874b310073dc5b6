// The environment of a SERVER integration: it must exist with a place in the order of promotion, when the integration is created or changed
// and at each verification, and counts the integration, so that it is not deleted.
import type { FieldProblem } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isReached } from '../../../entities/environments/order.model.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { problemDetails } from '../../_kit/http/problem.ts';
import type { IntegrationsDeps } from '../deps.ts';

type Configured = Pick<IntegrationItem, 'tenantId' | 'type' | 'config'>;
type Deps = Pick<IntegrationsDeps, 'environments'>;

const environmentIdOf = (item: Configured | undefined): string | undefined =>
  item?.type === 'SERVER' ? (item.config as ConfigOf<'SERVER'>).environmentId : undefined;

const problem = (name: string, message: string): FieldProblem => ({
  path: 'config.environmentId',
  code: `environment.${name}`,
  message,
});

/** The problem of the environment; other types have none. */
export async function environmentProblems(item: Configured, { environments }: Deps): Promise<FieldProblem[]> {
  const environmentId = environmentIdOf(item);
  if (environmentId === undefined) return [];
  const found = await environments.find(item.tenantId as TenantId, environmentId);
  if (!found) return [problem('not_found', 'is no environment')];
  return isReached(found) ? [] : [problem('outside_order', 'has no place in the order of promotion')];
}

/**
 * Writes that move the count from the environment of `before` to that of `after`; either may be absent. Throws `integration.reference_invalid`
 * if the new one cannot be used.
 */
export async function moveEnvironmentUse(
  before: Configured | undefined,
  after: Configured | undefined,
  deps: Deps,
): Promise<readonly Write[]> {
  const tenantId = ((after ?? before)?.tenantId ?? '') as TenantId;
  const [old, wanted] = [environmentIdOf(before), environmentIdOf(after)];
  if (old === wanted) return [];
  const problems = after ? await environmentProblems(after, deps) : [];
  if (problems.length > 0) throw integrationErrors.reference_invalid(problemDetails(problems));
  const { environments } = deps;
  return [
    ...(wanted === undefined ? [] : [environments.addUser(tenantId, wanted, 'integrationCount')]),
    ...(old === undefined ? [] : [environments.dropUser(tenantId, old, 'integrationCount')]),
  ];
}
