// The user whose sessions or tokens a request is about: the caller, or for an ADMIN the one that is asked for.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { Caller } from '../../_kit/save.ts';

/** Throws `request.forbidden` if somebody else than an ADMIN asks for another user. */
export function whose({ actor, role }: Caller, asked: string | undefined): string {
  if (asked === undefined || asked === actor.id) return actor.id;
  if (role !== 'ADMIN') throw baseErrors.forbidden({ detail: 'Only an ADMIN may do this for another user.' });
  return asked;
}
