// Phased releases as they are kept, and how one begins: with the version's sale, whoever began that.
import type { Call } from '../stand-in.ts';

/** Kept under its id in the collection `phased-releases`; one per version. */
export type PhasedRelease = { id: string; version: string; state: string; startedAt: number | null };

export function phasesOf(call: Call, version: string): PhasedRelease | undefined {
  return call.state.list<PhasedRelease>('phased-releases').find((phased) => phased.version === version);
}

export function savePhases(call: Call, phased: PhasedRelease): PhasedRelease {
  call.state.put('phased-releases', phased.id, phased);
  return phased;
}

export function beginPhases(call: Call, version: string): void {
  const phased = phasesOf(call, version);
  if (phased?.state === 'INACTIVE') savePhases(call, { ...phased, state: 'ACTIVE', startedAt: call.now });
}
