// The user of a session: passkeys are for people, and a token must not add a way to sign in.
import { sessionErrors } from '../../../entities/access/errors.ts';
import type { UserItem } from '../../../entities/people/user.entity.ts';
import type { Caller } from '../../_kit/save.ts';
import type { AccessDeps } from '../deps.ts';

/** Throws `session.required` for tokens and CI. */
export async function sessionUser(caller: Caller, { people }: Pick<AccessDeps, 'people'>): Promise<UserItem> {
  const user = caller.credential?.kind === 'SESSION' ? await people.find(caller.tenantId, caller.actor.id) : undefined;
  if (!user) throw sessionErrors.required();
  return user;
}
