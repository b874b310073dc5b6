// Decides who may name the pilot of a release, or of every release of a train. Pure. A pilot may sign off, so only a
// person who has that right may give it to somebody; CI neither names pilots nor is one.
import type { Actor } from '../../_base/events.ts';
import { isLead } from '../../approvals/approval.model.ts';
import type { Role } from '../../names.ts';
import { releaseErrors } from '../errors.ts';

interface Naming {
  /** A SYSTEM carries out what a person was allowed to plan. */
  readonly actor: Actor;
  readonly role?: Role | undefined;
}

interface Named {
  /** Undefined when the pilot is removed. */
  readonly role: Role | undefined;
  /** Until now, who may hand over. */
  readonly pilotBefore?: string | undefined;
}

const refused = (detail: string) =>
  releaseErrors.pilot_not_allowed({
    detail,
    fields: [{ path: 'releasePilotId', code: 'release.pilot_not_allowed', message: 'is not yours to choose' }],
  });

/** Throws `release.pilot_not_allowed`. Not to be asked when the pilot stays the same. */
export function assertMayNamePilot({ actor, role }: Naming, { role: named, pilotBefore }: Named): void {
  if (actor.type === 'SYSTEM') return;
  if (role === 'CI') throw refused('CI chooses no pilot: a person does.');
  const givesNoRight = named === undefined || isLead(named);
  const hasIt = actor.type === 'USER' && (isLead(role) || actor.id === pilotBefore);
  if (givesNoRight || hasIt) return;
  throw refused(
    'A pilot may sign the release off. Only a LEAD, an ADMIN or the present pilot makes somebody the pilot who may not do so yet; ask one of them.',
  );
}
