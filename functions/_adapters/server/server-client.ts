// SERVER: an environment of the tenant as a store. A submission is the id of the promotion that the promotions domain requests after it, and
// the promotion is asked for its state. Nothing is sent.
import { idOf, timeOf } from '../../../entities/_base/ids.ts';
import { isReached } from '../../../entities/environments/order.model.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { RolloutAction } from '../../../entities/integrations/types/integration-type.ts';
import { releaseModeRefusal, rolloutRefusal } from '../../../entities/integrations/types/store-rollout.model.ts';
import {
  answerOfMissing,
  answerOfPromotion,
  answerOfReplaced,
  isCancellable,
  type Promoted,
} from '../../../entities/releases/targets/promotion-answer.model.ts';
import type { ClientContext } from '../adapter.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../store/store-client.ts';

/** Reads the environments and promotions of the tenant. */
export interface OwnPlaces {
  readonly environment: (environmentId: string) => Promise<{ readonly place: number } | undefined>;
  readonly promotion: (promotionId: string) => Promise<Promoted | undefined>;
}

export type ServerContext = Pick<ClientContext<'SERVER'>, 'config' | 'now'> & { readonly own?: OwnPlaces | undefined };

/** Promotions of one release that took the place of each other. */
const MOST_FOLLOWED = 20;

function refuse(detail: string | undefined): void {
  if (detail !== undefined) throw integrationErrors.refused({ detail });
}
const cannot = (action: RolloutAction) => async (): Promise<never> => {
  throw integrationErrors.refused({ detail: rolloutRefusal('SERVER', action) ?? 'An environment cannot do that' });
};

export function createServerClient({ config, now, own = NO_PLACES }: ServerContext): StoreClient {
  const { environmentId, rollout } = config;

  /** A newer promotion of the same release speaks for the version. */
  async function status({ versionId = '' }: StoreVersion): Promise<StoreStatus> {
    let found = await own.promotion(versionId);
    if (!found) return answerOfMissing(now() - timeOf(versionId));
    for (let followed = 0; followed < MOST_FOLLOWED && found.supersededBy !== undefined; followed++) {
      const next = await own.promotion(found.supersededBy);
      if (!next) break;
      if (next.releaseId !== found.releaseId) return answerOfReplaced(found, next);
      found = next;
    }
    return answerOfPromotion(found);
  }

  return {
    isOneAtATime: false,

    verify: async () => 'Windlass deploys there itself',

    async submit({ percentage, releaseMode = 'AUTOMATIC', submittedBefore = '', ours }) {
      if (percentage !== undefined && percentage !== 100) return cannot('ROLL_OUT')();
      refuse(releaseModeRefusal('SERVER', releaseMode));
      const environment = await own.environment(environmentId);
      if (!environment) refuse('Its environment was deleted');
      else if (!isReached(environment)) refuse('Its environment has no place in the order of promotion');
      if (!ours) throw integrationErrors.refused({ detail: 'An environment takes releases of Windlass only' });
      const { releaseId, targetIntegrationId, since } = ours;
      const id = idOf<'Promotion'>(Date.parse(since), `${releaseId}${targetIntegrationId}${submittedBefore}`);
      return { submissionId: id, versionId: id, keepsNotes: true, promotion: { environmentId, rollout } };
    },

    rollOut: cannot('ROLL_OUT'),
    pauseRollout: cannot('PAUSE'),
    resumeRollout: cannot('RESUME'),
    haltRollout: cannot('HALT'),
    release: cannot('RELEASE'),

    /** The promotions domain hears of the request as well, and cancels a promotion that waits. */
    async withdraw(version) {
      const answer = await status(version);
      if (isCancellable(answer)) throw integrationErrors.busy({ detail: 'Its promotion is being cancelled' });
      if (answer.storeState === 'DEPLOYING') refuse('Its promotion is being deployed: cancel the deployment');
      return answer;
    },
    status,
  };
}

const NO_PLACES: OwnPlaces = { environment: async () => undefined, promotion: async () => undefined };
