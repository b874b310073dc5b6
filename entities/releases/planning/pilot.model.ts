// Decides whether a caller may name the pilot of a release or train. Pure. A pilot may sign off, so only a person with that right may
// give it to another person; CI may neither name pilots nor be one.
import type { Actor } from '../../_base/events.ts';
import { isLead } from '../../approvals/approval.model.ts';
import type { Role } from '../../names.ts';
import { releaseErrors } from '../errors.ts';

interface Naming {
  /** A SYSTEM acts for a person who was allowed to. */
  readonly actor: Actor;
  readonly role?: Role | undefined;
}

interface Named {
  /** Undefined when the pilot is removed. */
  readonly role: Role | undefined;
  /** The present pilot, who may hand over. */
  readonly pilotBefore?: string | undefined;
}

const refused = (detail: string) =>
  releaseErrors.pilot_not_allowed({
    detail,
    fields: [{ path: 'releasePilotId', code: 'release.pilot_not_allowed', message: 'is not yours to choose' }],
  });

/** Throws `release.pilot_not_allowed`. Call it only if the pilot changes. */
export function assertMayNamePilot({ actor, role }: Naming, { role: named, pilotBefore }: Named): void {
  if (actor.type === 'SYSTEM') return;
  if (role === 'CI') throw refused('CI may not choose a pilot; a person may.');
  const givesNoRight = named === undefined || isLead(named);
  const hasIt = actor.type === 'USER' && (isLead(role) || actor.id === pilotBefore);
  if (givesNoRight || hasIt) return;
  throw refused(
    'A pilot may sign the release off. Only a LEAD, an ADMIN or the present pilot may give that right to another person; ask one of them.',
  );
}
