// Reads and writes of sign-ins that have begun.
import { isId, newId, type TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import { EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { signInErrors } from '../errors.ts';
import { mintSecret, readSecret } from '../secret.model.ts';
import { type BegunSignInItem, begunSignInDefinition } from './begun-sign-in.entity.ts';
import { type NextStep, SIGN_IN_SECONDS } from './begun-sign-in.model.ts';

export type BegunSignInRepo = ReturnType<typeof createBegunSignInRepo>;

export function createBegunSignInRepo(table: Table) {
  const begun = itemsOf(table, begunSignInDefinition);
  return {
    /** The step with its secret, which is shown once; `at` is epoch milliseconds. */
    begin(tenantId: TenantId, of: Pick<BegunSignInItem, 'step' | 'providerId' | 'userId'>, at: number) {
      const signInId = newId<'SignIn'>(at);
      const { secret, hash } = mintSecret('wlo', { tenantId, signInId });
      const expiresAtEpoch = Math.floor(at / 1000) + SIGN_IN_SECONDS;
      return {
        write: begun.create({ ...of, tenantId, signInId, hash, expiresAtEpoch }),
        hash,
        view: { id: signInId, secret, expiresAt: isoOf(expiresAtEpoch * 1000) },
      };
    },

    /** The step of this id and secret. Throws `sign_in.refused`. */
    async of(
      tenantId: TenantId,
      signInId: string,
      secret: string,
      steps: readonly NextStep[],
      now: number,
    ): Promise<BegunSignInItem> {
      const read = readSecret('wlo', secret);
      const isNamed = read?.tenantId === tenantId && read.signInId === signInId && isId(signInId);
      const found = isNamed ? await begun.find({ tenantId, signInId }) : undefined;
      if (!found || found.hash !== read?.hash || !steps.includes(found.step)) throw signInErrors.refused();
      if (found.expiresAtEpoch * 1000 <= now) throw signInErrors.refused();
      return found;
    },

    /** The registration that this user has begun. Throws `sign_in.refused`. */
    async registrationOf(tenantId: TenantId, signInId: string, userId: string, now: number): Promise<BegunSignInItem> {
      const found = isId(signInId) ? await begun.find({ tenantId, signInId }) : undefined;
      const isTheirs = found?.step === 'NEW_PASSKEY' && found.userId === userId;
      if (!isTheirs || found.expiresAtEpoch * 1000 <= now) throw signInErrors.refused();
      return found;
    },

    /** Fails with `sign_in.refused` if it was completed before: a step is completed once. */
    complete: ({ tenantId, signInId }: BegunSignInItem): Write => ({
      ...begun.forget({ tenantId, signInId }, EXISTS),
      otherwise: signInErrors.refused(),
    }),

    send: (write: Write): Promise<boolean> => begun.send(write),
  };
}
