// Dates of a release as they are stored: the instants by which its workflows wait and, of a day or wall time, what was given and
// in which zone.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { DEFAULT_TIME_ZONE, endOfDay, instantOf, isDay } from '../../../entities/_base/time/wall-time.ts';
import type { ReleaseDates } from '../../../entities/releases/planning/release-dates.model.ts';
import type { ReleasesDeps } from '../deps.ts';

/** As dayOrTime of entities/_base/time/wall-time.ts makes them. */
interface GivenDates {
  readonly plannedDate?: string | undefined;
  readonly targetReleaseDate?: string | undefined;
}

/** A plan begins with its day. */
function planOf(given: string, plannedTimeZone: string): ReleaseDates {
  if (given.endsWith('Z')) return { plannedDate: given };
  const plannedLocal = isDay(given) ? `${given}T00:00:00` : given;
  return { plannedDate: isoOf(instantOf(plannedLocal, plannedTimeZone)), plannedLocal, plannedTimeZone };
}

/** A release is in time until its day ends. */
function targetOf(given: string, targetTimeZone: string): ReleaseDates {
  if (given.endsWith('Z')) return { targetReleaseDate: given };
  const instant = isDay(given) ? endOfDay(given, targetTimeZone) : instantOf(given, targetTimeZone);
  return { targetReleaseDate: isoOf(instant), targetLocal: given, targetTimeZone };
}

/** Days and wall time are meant in `timeZone`, without it in that of the tenant. */
export async function resolveDates(
  tenantId: TenantId,
  { plannedDate, targetReleaseDate }: GivenDates,
  { tenants }: Pick<ReleasesDeps, 'tenants'>,
  timeZone?: string,
): Promise<ReleaseDates> {
  const isLocal = [plannedDate, targetReleaseDate].some((date) => date !== undefined && !date.endsWith('Z'));
  const zone = timeZone ?? (isLocal ? (await tenants.get(tenantId))?.timeZone : undefined) ?? DEFAULT_TIME_ZONE;
  return {
    ...(plannedDate === undefined ? {} : planOf(plannedDate, zone)),
    ...(targetReleaseDate === undefined ? {} : targetOf(targetReleaseDate, zone)),
  };
}
