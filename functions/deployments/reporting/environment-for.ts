// The environment that a report names. An unknown one is created with the change that needs it: outside of the promotion order, with a
// tier that its name tells.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { ServiceSlugItem } from '../../../entities/catalog/services/service.entity.ts';
import { tierOf } from '../../../entities/deployments/reports/tier.model.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import {
  createEnvironmentBody,
  newEnvironment,
  viewEnvironment,
} from '../../../entities/environments/environment.model.ts';
import { EnvironmentCreated } from '../../../entities/environments/events.ts';
import { policyOf } from '../../../entities/environments/policies/approval-policy.model.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { ReportingDeps } from '../deps.ts';

export interface FoundEnvironment {
  readonly environment: EnvironmentItem;
  /** Creates the environment, or checks that it still exists. */
  readonly change: Pick<Change, 'writes' | 'events'> & { readonly furtherAudit: readonly Change['audit'][] };
}

/** By id or name. Undefined for an unknown name that no environment can have, such as an id. */
export async function environmentFor(
  caller: Caller,
  named: string,
  { environments }: Pick<ReportingDeps, 'environments'>,
): Promise<FoundEnvironment | undefined> {
  try {
    const environment = await environments.get(caller.tenantId, named);
    return { environment, change: { writes: [environments.there(environment)], events: [], furtherAudit: [] } };
  } catch (error) {
    if (!isDomainError(error) || error.code !== 'environment.not_found') throw error;
  }
  const { data: body } = createEnvironmentBody.safeParse({ name: named, tier: tierOf(named) });
  if (!body) return undefined;
  const item = newEnvironment(caller.tenantId, caller.at, body);
  const { environmentId, name } = item;
  // Another report may have created it meanwhile: then this one is read again.
  const first = environments.addPolicy(policyOf(item, isoOf(caller.at), caller.actor));
  const writes = [...environments.create(item), first].map((write) => ({
    ...write,
    otherwise: baseErrors.conflict(),
  }));
  const audit = {
    action: 'environment.created',
    resourceType: 'Environment',
    resourceId: environmentId,
    details: { after: viewEnvironment(item) },
  };
  const events = [EnvironmentCreated.create(caller, environmentId, { environmentId, name })];
  return { environment: item, change: { writes, events, furtherAudit: [audit] } };
}

/** The service must exist, too, when the transaction is saved. */
export const withService = (
  { environment, change }: FoundEnvironment,
  service: ServiceSlugItem,
  { services }: Pick<ReportingDeps, 'services'>,
): FoundEnvironment => ({ environment, change: { ...change, writes: [...change.writes, services.there(service)] } });
