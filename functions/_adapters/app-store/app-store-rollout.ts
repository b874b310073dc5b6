// Phased releases on the App Store: seven days on Apple's own schedule. They can be paused for 30 days in all and ended by
// a release to all users. https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-phased-releases
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { RolloutAction } from '../../../entities/integrations/types/integration-type.ts';
import { rolloutRefusal } from '../../../entities/integrations/types/store-rollout.model.ts';
import { appStore } from '../../../entities/integrations/types/targets/app-store.ts';
import { type Caller, path } from '../_client/caller.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../store/store-client.ts';
import { IN_REVIEW_STATES, maybePhasedReply, phasedReply, type Version } from './app-store-replies.ts';
import { takingBack } from './app-store-review.ts';
import { type Phased, toStatus } from './app-store-status.ts';

type Actions = Omit<StoreClient, 'isOneAtATime' | 'submit' | 'verify'>;

const { maxPausedDays = 0 } = appStore.rollout;
const PHASED = '/v1/appStoreVersionPhasedReleases';

interface Lookups {
  find(version: StoreVersion): Promise<Version | undefined>;
  /** The state of the review submission that contains the version. */
  reviewStateOf(versionId: string): Promise<string | undefined>;
  /** See `takeBack` of app-store-review.ts. */
  takeBack(versionId: string): Promise<boolean>;
}

const ON_SALE: readonly StoreStatus['state'][] = ['ROLLING_OUT', 'PAUSED', 'RELEASED', 'REPLACED'];

export function createAppStoreRollout(api: Caller, lookups: Lookups) {
  function check(action: RolloutAction, percentage?: number): void {
    const refusal = rolloutRefusal('APP_STORE', action, percentage);
    if (refusal) throw refused(refusal);
  }

  async function find(wanted: StoreVersion) {
    const version = await lookups.find(wanted);
    if (!version) throw refused(`App Store Connect has no version ${wanted.version}`);
    return { version, phased: await phasedOf(version.id) };
  }

  async function phasedOf(versionId: string): Promise<Phased | undefined> {
    const call = path`/v1/appStoreVersions/${versionId}/appStoreVersionPhasedRelease`;
    return (await api.find(maybePhasedReply, { method: 'GET', path: call }))?.data ?? undefined;
  }

  /** Creates the phased release that begins when the version is released; answers an existing one. */
  function plan(versionId: string): Promise<Phased> {
    const data = {
      type: 'appStoreVersionPhasedReleases',
      attributes: { phasedReleaseState: 'INACTIVE' },
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id: versionId } } },
    };
    const make = async () => (await api.read(phasedReply, { method: 'POST', path: PHASED, body: { data } })).data;
    return api.ensure({ find: () => phasedOf(versionId), make });
  }

  /** Before the version's release: deletes the phased release, so that all users get the version at once. */
  async function unplan(versionId: string): Promise<void> {
    const phased = await phasedOf(versionId);
    if (phased) await api.send({ method: 'DELETE', path: PHASED + path`/${phased.id}` }, [404]);
  }

  /** Call it only if the phased release is in another state. */
  async function setState({ id: versionId }: Version, { id }: Phased, phasedReleaseState: string): Promise<void> {
    const data = { type: 'appStoreVersionPhasedReleases', id, attributes: { phasedReleaseState } };
    const find = async () => {
      const phased = await phasedOf(versionId);
      return phased?.attributes.phasedReleaseState === phasedReleaseState ? phased : undefined;
    };
    const call = { method: 'PATCH', path: PHASED + path`/${id}`, body: { data } } as const;
    const make = async () => (await api.read(phasedReply, call)).data;
    await api.ensure({ find, make, mayExist: false });
  }

  /** Call it only while the version waits for a developer's release. */
  async function putOnSale({ id, attributes }: Version): Promise<void> {
    const data = {
      type: 'appStoreVersionReleaseRequests',
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id } } },
    };
    const find = async () => {
      const version = await lookups.find({ version: attributes.versionString, versionId: id });
      return version?.attributes.appVersionState === attributes.appVersionState ? undefined : version;
    };
    const make = async () => {
      await api.send({ method: 'POST', path: '/v1/appStoreVersionReleaseRequests', body: { data } });
      return undefined;
    };
    await api.ensure<Version | undefined>({ find, make, mayExist: false });
  }

  /** Ends the phased release: deletes it before it begins, completes it after that. */
  async function releaseToAll(version: Version, phased: Phased | undefined, isOnSale: boolean): Promise<void> {
    if (phased?.attributes.phasedReleaseState === 'INACTIVE') {
      await api.send({ method: 'DELETE', path: PHASED + path`/${phased.id}` }, [404]);
    } else if (phased && phased.attributes.phasedReleaseState !== 'COMPLETE')
      await setState(version, phased, 'COMPLETE');
    if (!isOnSale) await putOnSale(version);
  }

  /** `reviewState` is set for a version in review or rejected. */
  async function statusOf(version: Version): Promise<StoreStatus> {
    const known = toStatus(version, await phasedOf(version.id));
    const isReviewed = known.state === 'IN_REVIEW' || known.state === 'REJECTED';
    const reviewState = isReviewed ? await lookups.reviewStateOf(version.id) : undefined;
    return reviewState === undefined ? known : { ...known, reviewState };
  }

  async function status(wanted: StoreVersion): Promise<StoreStatus> {
    const version = await lookups.find(wanted);
    if (!version) return { state: 'NOT_SUBMITTED', storeState: 'absent' };
    const named = wanted.versionId === undefined ? { versionId: version.id } : {};
    return { ...(await statusOf(version)), ...named };
  }

  const actions: Actions = {
    async rollOut({ percentage, ...wanted }) {
      check('ROLL_OUT', percentage);
      const { version, phased } = await find(wanted);
      const { state, storeState } = toStatus(version, phased);
      if (state === 'REPLACED') throw refused(`Another version replaced ${wanted.version}`);
      const isOnSale = ON_SALE.includes(state);
      if (!isOnSale && storeState !== 'PENDING_DEVELOPER_RELEASE') throw notWaiting(wanted, storeState);
      if (percentage === 100) await releaseToAll(version, phased, isOnSale);
      else if (state === 'PAUSED') throw refused(`The phased release of ${wanted.version} is paused: resume it`);
      else if (state === 'RELEASED') throw refused(`${wanted.version} is released to all users already`);
      else if (!isOnSale) {
        await plan(version.id);
        await putOnSale(version);
      }
      return status(wanted);
    },

    async pauseRollout(wanted) {
      const { phased, version } = await find(wanted);
      const now = toStatus(version, phased);
      if (now.state === 'PAUSED') return now;
      if (!phased || now.state !== 'ROLLING_OUT') throw notRunning(wanted, now);
      if ((now.pausedDays ?? 0) >= maxPausedDays) {
        throw refused(
          `A phased release can be paused for ${maxPausedDays} days in all, which ${wanted.version} has been`,
        );
      }
      await setState(version, phased, 'PAUSED');
      return status(wanted);
    },

    async resumeRollout(wanted) {
      const { phased, version } = await find(wanted);
      const now = toStatus(version, phased);
      if (now.state === 'ROLLING_OUT') return now;
      if (!phased || now.state !== 'PAUSED') throw notRunning(wanted, now);
      await setState(version, phased, 'ACTIVE');
      return status(wanted);
    },

    async haltRollout() {
      check('HALT');
      throw refused('The App Store cannot halt a release');
    },

    async release(wanted) {
      const { version, phased } = await find(wanted);
      const now = toStatus(version, phased);
      if (ON_SALE.includes(now.state) || now.storeState === 'PROCESSING_FOR_DISTRIBUTION') return now;
      if (now.storeState !== 'PENDING_DEVELOPER_RELEASE') throw notWaiting(wanted, now.storeState);
      await putOnSale(version);
      return status(wanted);
    },

    async withdraw(wanted) {
      const version = await lookups.find(wanted);
      if (!version) return status(wanted);
      const before = await statusOf(version);
      const { storeState, state } = before;
      const isOut = ON_SALE.includes(state) || storeState === 'PROCESSING_FOR_DISTRIBUTION';
      // Apple withdraws the submission: an active one can be withdrawn in any state of its version.
      const isUnderWay = IN_REVIEW_STATES.includes((isOut && (await lookups.reviewStateOf(version.id))) || '');
      if (isOut && !isUnderWay) {
        throw refused(
          `${wanted.version} is ${storeState}, and users cannot lose it again: pause its phased release, or submit a new version`,
        );
      }
      if (!isUnderWay && state !== 'IN_REVIEW' && state !== 'APPROVED') return before;
      if (!(await lookups.takeBack(version.id))) {
        throw refused(
          `Apple's API cannot withdraw ${wanted.version} while it is ${storeState}: take it back in App Store Connect`,
        );
      }
      const after = await status(wanted);
      if (after.state === state || after.state === 'IN_REVIEW') throw takingBack(wanted.version);
      return after;
    },

    status,
  };

  return { check, plan, unplan, actions };
}

const refused = (detail: string) => integrationErrors.refused({ detail });
const notWaiting = ({ version }: StoreVersion, storeState: string) =>
  refused(`${version} cannot be released by us yet: it is ${storeState}`);
const notRunning = ({ version }: StoreVersion, { storeState }: StoreStatus) =>
  refused(`${version} has no running phased release: it is ${storeState}`);
