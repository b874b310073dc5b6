// Asks a store for a wish of a target and saves the answer. Used by the consumers of wishes; the queue retries an unavailable
// store for twelve minutes. Stores answer a repeated request with the state, so repeating is safe.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isPassingOrBusy } from '../../../entities/integrations/errors.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import type { StoreStatus } from '../../_adapters/store/store-client.ts';
import { type Delivery, REDELIVERY_SECONDS } from '../../_kit/bus/bus-event.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import { waitInWords } from '../../_kit/workflow/task.ts';
import { type BackgroundDeps, callerAt } from '../deps.ts';

/** The version of a store that a target stands for: by the store's own id if it is known, never by a name alone. */
export const versionOf = ({ version }: ReleaseItem, { versionId, buildNumber }: ReleaseTargetItem) => ({
  version,
  ...(versionId === undefined ? {} : { versionId }),
  ...(buildNumber === undefined ? {} : { buildNumber }),
});

/** The reason why a wish is given up; undefined when the queue retries it. */
function lossOf(error: unknown, delivery: Delivery | undefined, now: number): string | undefined {
  if (!isDomainError(error)) return delivery?.isLast ? 'Windlass could not ask the store. Ask again.' : undefined;
  if (!isPassingOrBusy(error)) return error.message;
  const { retryAfterSeconds = 0 } = error.details;
  if (retryAfterSeconds > REDELIVERY_SECONDS) return `${error.message}. ${waitInWords(now + retryAfterSeconds * 1000)}`;
  if (!delivery?.isLast) return undefined;
  return `The store was unavailable at every attempt, at last: ${error.message}. Ask again later.`;
}

interface Request {
  readonly tenantId: TenantId;
  readonly correlationId: string;
  readonly data: { readonly releaseId: string; readonly targetIntegrationId: string; readonly wishId: string };
}

/** A target that still has the wish. */
export interface Wanted<Wish> {
  readonly whole: WholeRelease;
  readonly target: ReleaseTargetItem;
  readonly wish: Wish;
}

interface Asking<Wish, Answer> {
  readonly wishOf: (target: ReleaseTargetItem) => Wish | undefined;
  /** The reason not to ask any more. */
  readonly refusal?: (wanted: Wanted<Wish>) => string | undefined;
  readonly ask: (wanted: Wanted<Wish>) => Promise<Answer>;
  readonly done: (caller: Caller, wanted: Wanted<Wish>, answer: Answer) => Change;
  readonly refused: (caller: Caller, wanted: Wanted<Wish>, error: string) => Change;
}

export async function askStoreFor<Wish extends { readonly wishId: string }, Answer = StoreStatus>(
  { tenantId, correlationId, data }: Request,
  { wishOf, refusal, ask, done, refused }: Asking<Wish, Answer>,
  deps: BackgroundDeps,
  delivery: Delivery | undefined,
): Promise<void> {
  async function load(): Promise<Wanted<Wish> | undefined> {
    const whole = await deps.releases.whole(tenantId, data.releaseId);
    const target = whole.targets.find((item) => item.targetIntegrationId === data.targetIntegrationId);
    const wish = target && wishOf(target);
    return target && wish?.wishId === data.wishId ? { whole, target, wish } : undefined;
  }
  const settle = (decide: (caller: Caller, wanted: Wanted<Wish>) => Change): Promise<void> =>
    retryOnConflict(async () => {
      const still = await load();
      const caller = callerAt(tenantId, deps.now(), correlationId);
      if (still) await deps.save(caller, decide(caller, still));
    });
  const wanted = await load();
  if (!wanted) return;
  const reason = refusal?.(wanted);
  if (reason !== undefined) return settle((caller, still) => refused(caller, still, reason));
  let answer: Answer;
  try {
    answer = await ask(wanted);
  } catch (error) {
    const loss = lossOf(error, delivery, deps.now());
    if (loss === undefined) throw error;
    await settle((caller, still) => refused(caller, still, loss));
    if (!isDomainError(error)) throw error;
    return;
  }
  await settle((caller, still) => done(caller, still, answer));
}
