// Changes the caller's password, for which the present one is needed, also from a session. Every other session ends; the one
// that sends the request gets a new secret.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { passwordErrors } from '../../../entities/access/errors.ts';
import { PasswordChanged, SignInRefused } from '../../../entities/access/events.ts';
import { wordsAbout } from '../../_kit/accounts/passwords.ts';
import type { Ops } from '../deps.ts';
import { guess } from '../passwords/guess.ts';
import { ownSession, rotated } from '../sessions/rotated.ts';

export const changePassword: Ops['changePassword'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId, actor, at, ip = '' } = caller;
  const userId = actor.id;
  const [tenant, user] = await Promise.all([deps.tenants.get(tenantId), deps.people.find(tenantId, userId)]);
  if (!user) throw baseErrors.not_found();
  const generation = await deps.sessions.generationOf(tenantId, userId);
  deps.hashing.assertAcceptable('newPassword', body.newPassword, wordsAbout(user, tenant));
  const attempted = { tenantId, name: `user ${userId}`, userId, password: body.currentPassword, ip, at };
  const proof = await guess(attempted, deps);
  const about = { resourceType: 'User', resourceId: userId };
  if (!proof) {
    await deps.save(caller, {
      writes: [],
      events: [SignInRefused.create(caller, userId, { userId })],
      audit: { action: 'password.refused', ...about },
    });
    throw passwordErrors.wrong();
  }
  const hash = await deps.hashing.hash(userId, body.newPassword);
  const own =
    caller.credential?.kind === 'SESSION'
      ? rotated(await ownSession(caller, deps), at, deps, { generation: generation + 1 })
      : undefined;
  const reply = { token: own?.token ?? null, body: { session: own?.session ?? null } };
  return call.save(
    {
      writes: [
        deps.passwords.set(tenantId, userId, hash, isoOf(at), proof.stored),
        proof.forget,
        deps.sessions.revokeAll(tenantId, userId),
        ...(own ? [own.write] : []),
      ],
      events: [PasswordChanged.create(caller, userId, { userId, byMail: false })],
      audit: { action: 'password.changed', ...about },
    },
    reply,
  );
};
