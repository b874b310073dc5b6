// Completes a sign-in with a passkey after the password, once: with one that the user has, or with the first one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { signInErrors } from '../../../entities/access/errors.ts';
import type { BegunSignInItem } from '../../../entities/access/sign-ins/begun-sign-in.entity.ts';
import { valuesOf } from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import { NO_TENANT } from '../../../entities/tenants/tenant.repo.ts';
import { startSession } from '../../_kit/accounts/start-session.ts';
import type { AccessDeps, Ops } from '../deps.ts';
import { passkeyItem } from '../passkeys/new-passkey.ts';

/** The name of a passkey that a sign-in registered. */
const FIRST_NAME = 'First passkey';

type Answer = Readonly<Record<string, unknown>>;

/** The change that the answer of the authenticator makes. Throws `passkey.refused`. */
async function proven(
  begun: BegunSignInItem,
  userId: string,
  secret: string,
  answer: Answer,
  at: string,
  deps: AccessDeps,
): Promise<Write> {
  const { challenge } = valuesOf(secret);
  const tenantId = begun.tenantId as TenantId;
  if (begun.step === 'FIRST_PASSKEY') {
    const made = await deps.webAuthn.registered(answer, challenge);
    return deps.passkeys.create(passkeyItem(made, { tenantId, userId }, FIRST_NAME, at));
  }
  const passkey = (await deps.passkeys.of(tenantId, userId)).find(({ credentialId }) => credentialId === answer.id);
  if (!passkey) throw signInErrors.refused();
  return deps.passkeys.use(passkey, at, await deps.webAuthn.used(answer, challenge, passkey));
}

export const completePasskeySignIn: Ops['completePasskeySignIn'] = async ({ visitor, params, body }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  const tenantId = (tenant?.tenantId ?? NO_TENANT) as TenantId;
  const { secret, answer } = body;
  const begun = await deps.begun.of(tenantId, params.signIn ?? '', secret, ['PASSKEY', 'FIRST_PASSKEY'], visitor.at);
  const userId = begun.userId ?? '';
  const [user, generation] = await Promise.all([
    deps.people.membershipOf(tenantId, userId),
    deps.sessions.generationOf(tenantId, userId),
  ]);
  if (!user?.isActive) throw signInErrors.refused();
  const proof = await proven(begun, userId, secret, answer, isoOf(visitor.at), deps);
  const isStillMember = deps.people.checkMember(tenantId, userId, signInErrors.refused());
  const writes = [deps.begun.complete(begun), proof, isStillMember];
  const { token, session } = await startSession(
    { tenantId, user, methods: ['password', 'passkey'], visitor, generation, writes },
    deps,
  );
  return { token, body: { session }, location: `/sessions/${session.id}` };
};
