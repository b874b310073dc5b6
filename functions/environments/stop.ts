// An emergency stop by the caller.
import { isoOf } from '../../entities/_base/time/iso.ts';
import type { Stop } from '../../entities/environments/environment.entity.ts';
import type { Caller } from '../_kit/save.ts';

export const stopBy = ({ actor, at }: Caller, reason: string): Stop => ({
  reason,
  at: isoOf(at),
  by: actor.id,
  byName: actor.name,
});
