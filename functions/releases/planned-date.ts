// A plan as it is stored: the instant by which the workflow waits and, of wall time, what was given and in which zone.
import type { TenantId } from '../../entities/_base/ids.ts';
import { DEFAULT_TIME_ZONE, instantOf } from '../../entities/_base/wall-time.ts';
import { isoOf, type ReleasesDeps } from './deps.ts';

export interface Plan {
  readonly plannedDate?: string;
  readonly plannedLocal?: string;
  readonly plannedTimeZone?: string;
}

/** `given` is plannedMoment's output: an instant in UTC, or wall time that is meant in the tenant's zone. */
export async function resolvePlan(
  tenantId: TenantId,
  given: string | undefined,
  { tenants }: Pick<ReleasesDeps, 'tenants'>,
): Promise<Plan> {
  if (given === undefined) return {};
  if (given.endsWith('Z')) return { plannedDate: given };
  const plannedTimeZone = (await tenants.get(tenantId))?.timeZone ?? DEFAULT_TIME_ZONE;
  return { plannedDate: isoOf(instantOf(given, plannedTimeZone)), plannedLocal: given, plannedTimeZone };
}
