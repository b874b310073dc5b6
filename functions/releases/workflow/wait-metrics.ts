// Metrics of waiting releases: by status, and by the length and subject of a wait. Called when the stored wait of a release changes.
import { METRICS } from '../../../entities/names.ts';
import type { KeptWait } from '../../../entities/releases/lifecycle/waits-for.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import { measure } from '../../_kit/metrics.ts';

/** `now` is epoch milliseconds. */
export function measureWait({ status, waitsFor, waitsSince }: ReleaseItem, kept: KeptWait, now: number): void {
  if (kept.waitsFor === waitsFor) return;
  if (waitsFor !== undefined && waitsSince !== undefined) {
    const value = Math.max(0, (now - Date.parse(waitsSince)) / 1000);
    measure(METRICS.waited, { value, unit: 'Seconds', by: { waitsFor } });
  }
  if (kept.waitsFor !== undefined) measureStatus(status);
}

/** Counts a release that begins to wait, or ends, in `status`. */
export const measureStatus = (status: ReleaseItem['status']): void =>
  measure(METRICS.releases, { value: 1, unit: 'Count', by: { status } });
