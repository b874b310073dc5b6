// The state of phased releases. A phased release begins when its version goes on sale; days of a pause do not count.
// https://developer.apple.com/help/app-store-connect/update-your-app/release-a-version-update-in-phases
import type { Call } from '../stand-in.ts';

const DAY = 86_400_000;
const PHASES = 7;
/** All pauses together, however many. */
const MOST_PAUSED = 30 * DAY;

/** Kept under its id in the collection `phased-releases`; one per version. Times are epoch milliseconds. */
export type PhasedRelease = {
  id: string;
  version: string;
  state: string;
  startedAt: number | null;
  /** Since when it is paused, and for how long it was before that. */
  pausedAt?: number | null;
  pausedMs?: number;
};

export function phasesOf(call: Call, version: string): PhasedRelease | undefined {
  const found = call.state.list<PhasedRelease>('phased-releases').find((phased) => phased.version === version);
  return found && asOfNow(call, found);
}

/** Apple says how long a release may be paused, not what follows: here its phases go on. */
export function asOfNow({ now }: Call, phased: PhasedRelease): PhasedRelease {
  const isOver = phased.state === 'PAUSED' && pausedMsOf(phased, now) >= MOST_PAUSED;
  return isOver ? { ...phased, state: 'ACTIVE', pausedAt: null, pausedMs: MOST_PAUSED } : phased;
}

function pausedMsOf({ pausedAt, pausedMs = 0 }: PhasedRelease, now: number): number {
  return pausedMs + (pausedAt ? now - pausedAt : 0);
}

export const mayPause = (phased: PhasedRelease): boolean => (phased.pausedMs ?? 0) < MOST_PAUSED;

/** In another state from now on. */
export function changedPhases(phased: PhasedRelease, state: string, now: number): PhasedRelease {
  if (state === phased.state) return phased;
  const pausedMs = pausedMsOf(phased, now);
  const startedAt = phased.startedAt ?? (state === 'ACTIVE' ? now : null);
  return { ...phased, state, startedAt, pausedMs, pausedAt: state === 'PAUSED' ? now : null };
}

/** In whole days: which of the seven it is, and for how many it was paused, which are not counted among them. */
export function daysOf(phased: PhasedRelease, now: number): { current: number; paused: number } {
  const pausedMs = pausedMsOf(phased, now);
  const day = phased.startedAt === null ? 0 : Math.floor((now - phased.startedAt - pausedMs) / DAY) + 1;
  return { current: Math.min(day, PHASES), paused: Math.floor(pausedMs / DAY) };
}

export const savePhases = (call: Call, phased: PhasedRelease): PhasedRelease =>
  call.state.put('phased-releases', phased.id, phased);

export function beginPhases(call: Call, version: string): void {
  const phased = phasesOf(call, version);
  if (phased?.state === 'INACTIVE') savePhases(call, changedPhases(phased, 'ACTIVE', call.now));
}
