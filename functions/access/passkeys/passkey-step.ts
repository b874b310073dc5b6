// The next step of a sign-in that needs a passkey, or of a registration: stored with the hash of its secret, answered with options.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import type { PasskeyItem } from '../../../entities/access/passkeys/passkey.entity.ts';
import { type NextStep, valuesOf } from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import type { UserItem } from '../../../entities/people/user.entity.ts';
import type { AccessDeps } from '../deps.ts';

type Step = Exclude<NextStep, 'OPENID'>;
type Deps = Pick<AccessDeps, 'begun' | 'webAuthn'>;

/** `passkeys` are those that the user has; `at` is epoch milliseconds. */
export async function passkeyStep(
  step: Step,
  user: Pick<UserItem, 'tenantId' | 'userId' | 'username' | 'fullName'>,
  passkeys: readonly PasskeyItem[],
  at: number,
  { begun, webAuthn }: Deps,
): Promise<{ write: Write; body: object }> {
  const { write, hash, view } = begun.begin(user.tenantId as TenantId, { step, userId: user.userId }, at);
  if (step === 'NEW_PASSKEY') {
    const { secret: _, ...shown } = view;
    const options = await webAuthn.registrationOptions(user, passkeys, valuesOf(hash).challenge);
    return { write, body: { ...shown, step, options } };
  }
  const { challenge } = valuesOf(view.secret);
  const options =
    step === 'PASSKEY'
      ? await webAuthn.requestOptions(passkeys, challenge)
      : await webAuthn.registrationOptions(user, passkeys, challenge);
  return { write, body: { ...view, step, options } };
}

/** The step after the right password; undefined if the password suffices. */
export function stepAfterPassword(passkeys: readonly PasskeyItem[], requiresPasskey: boolean): Step | undefined {
  if (passkeys.length > 0) return 'PASSKEY';
  return requiresPasskey ? 'FIRST_PASSKEY' : undefined;
}
