// Phased releases on the App Store: seven days by Apple's own schedule, pausable for 30 days in all, ended by a release to all.
// https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-phased-releases
import type * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { ROLLOUT_RULES, type RolloutAction, rolloutRefusal } from '../../../entities/integrations/rollout.model.ts';
import type { StoreClient, StoreStatus } from '../adapter.ts';
import { type Caller, path } from '../caller.ts';
import { maybePhasedReply, phasedReply, type versionReply } from './app-store-replies.ts';

type Actions = Pick<StoreClient, 'rollOut' | 'pauseRollout' | 'resumeRollout' | 'haltRollout' | 'status'>;
type Version = z.output<typeof versionReply>['data'];
type Phased = z.output<typeof phasedReply>['data'];

const { schedule = [], maxPausedDays = 0 } = ROLLOUT_RULES.APP_STORE;
const PHASED = '/v1/appStoreVersionPhasedReleases';

/** States of a version by what they mean here; any other is one of being prepared. */
const STATES: Readonly<Record<string, StoreStatus['state']>> = {
  WAITING_FOR_REVIEW: 'IN_REVIEW',
  IN_REVIEW: 'IN_REVIEW',
  WAITING_FOR_EXPORT_COMPLIANCE: 'IN_REVIEW',
  ACCEPTED: 'APPROVED',
  PENDING_APPLE_RELEASE: 'APPROVED',
  PENDING_DEVELOPER_RELEASE: 'APPROVED',
  PROCESSING_FOR_DISTRIBUTION: 'APPROVED',
  READY_FOR_DISTRIBUTION: 'RELEASED',
  REPLACED_WITH_NEW_VERSION: 'RELEASED',
  REJECTED: 'REJECTED',
  METADATA_REJECTED: 'REJECTED',
  DEVELOPER_REJECTED: 'REJECTED',
  INVALID_BINARY: 'REJECTED',
};

const RUNNING: Readonly<Record<string, StoreStatus['state']>> = { ACTIVE: 'ROLLING_OUT', PAUSED: 'PAUSED' };

interface Lookups {
  findVersion(version: string): Promise<Version | undefined>;
  /** The state of the review submission that holds the version. */
  reviewStateOf(versionId: string): Promise<string | undefined>;
}

export function createAppStoreRollout(api: Caller, { findVersion, reviewStateOf }: Lookups) {
  function check(action: RolloutAction, percentage?: number): void {
    const refusal = rolloutRefusal('APP_STORE', action, percentage);
    if (refusal) throw refused(refusal);
  }

  async function find(versionString: string) {
    const version = await findVersion(versionString);
    if (!version) throw refused(`App Store Connect has no version ${versionString}`);
    return { version, phased: await phasedOf(version.id) };
  }

  async function phasedOf(versionId: string): Promise<Phased | undefined> {
    const call = path`/v1/appStoreVersions/${versionId}/appStoreVersionPhasedRelease`;
    return (await api.find(maybePhasedReply, { method: 'GET', path: call }))?.data ?? undefined;
  }

  /** Makes the phased release that begins when the version goes on sale; one that exists is answered. */
  function plan(versionId: string): Promise<Phased> {
    const data = {
      type: 'appStoreVersionPhasedReleases',
      attributes: { phasedReleaseState: 'INACTIVE' },
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id: versionId } } },
    };
    const make = async () => (await api.read(phasedReply, { method: 'POST', path: PHASED, body: { data } })).data;
    return api.ensure({ find: () => phasedOf(versionId), make });
  }

  /** To be called when it is in another state. */
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

  /** To be called while the version waits for us. */
  async function putOnSale({ id, attributes }: Version): Promise<void> {
    const data = {
      type: 'appStoreVersionReleaseRequests',
      relationships: { appStoreVersion: { data: { type: 'appStoreVersions', id } } },
    };
    const find = async () => {
      const version = await findVersion(attributes.versionString);
      return version?.attributes.appVersionState === attributes.appVersionState ? undefined : version;
    };
    const make = async () => {
      await api.send({ method: 'POST', path: '/v1/appStoreVersionReleaseRequests', body: { data } });
      return undefined;
    };
    await api.ensure<Version | undefined>({ find, make, mayExist: false });
  }

  /** Ends the phasing: before it began by deleting it, after that by completing it. */
  async function releaseToAll(version: Version, phased: Phased | undefined, isOnSale: boolean): Promise<void> {
    if (phased?.attributes.phasedReleaseState === 'INACTIVE') {
      await api.send({ method: 'DELETE', path: PHASED + path`/${phased.id}` }, [404]);
    } else if (phased && phased.attributes.phasedReleaseState !== 'COMPLETE')
      await setState(version, phased, 'COMPLETE');
    if (!isOnSale) await putOnSale(version);
  }

  async function status(versionString: string): Promise<StoreStatus> {
    const version = await findVersion(versionString);
    if (!version) return { state: 'NOT_SUBMITTED', storeState: 'absent' };
    const known = toStatus(version, await phasedOf(version.id));
    const isReviewed = known.state === 'IN_REVIEW' || known.state === 'REJECTED';
    const reviewState = isReviewed ? await reviewStateOf(version.id) : undefined;
    return reviewState === undefined ? known : { ...known, reviewState };
  }

  const actions: Actions = {
    async rollOut({ version: versionString, percentage }) {
      check('ROLL_OUT', percentage);
      const { version, phased } = await find(versionString);
      const { state, storeState } = toStatus(version, phased);
      const isOnSale = state === 'ROLLING_OUT' || state === 'PAUSED' || state === 'RELEASED';
      if (!isOnSale && storeState !== 'PENDING_DEVELOPER_RELEASE') {
        throw refused(`${versionString} cannot be released by us yet: it is ${storeState}`);
      }
      if (percentage === 100) await releaseToAll(version, phased, isOnSale);
      else if (state === 'PAUSED') throw refused(`The phased release of ${versionString} is paused: resume it`);
      else if (state === 'RELEASED') throw refused(`${versionString} is released to all users already`);
      else if (!isOnSale) {
        await plan(version.id);
        await putOnSale(version);
      }
      return status(versionString);
    },

    async pauseRollout({ version: versionString }) {
      const { phased, version } = await find(versionString);
      const now = toStatus(version, phased);
      if (now.state === 'PAUSED') return now;
      if (!phased || now.state !== 'ROLLING_OUT') throw notRunning(versionString, now);
      if ((now.pausedDays ?? 0) >= maxPausedDays) {
        throw refused(
          `A phased release can be paused for ${maxPausedDays} days in all, which ${versionString} has been`,
        );
      }
      await setState(version, phased, 'PAUSED');
      return status(versionString);
    },

    async resumeRollout({ version: versionString }) {
      const { phased, version } = await find(versionString);
      const now = toStatus(version, phased);
      if (now.state === 'ROLLING_OUT') return now;
      if (!phased || now.state !== 'PAUSED') throw notRunning(versionString, now);
      await setState(version, phased, 'ACTIVE');
      return status(versionString);
    },

    async haltRollout() {
      check('HALT');
      throw refused('The App Store cannot halt a release');
    },

    status: ({ version }) => status(version),
  };

  return { check, plan, actions };
}

function toStatus({ attributes }: Version, phased: Phased | undefined): StoreStatus {
  const storeState = attributes.appVersionState;
  const state = STATES[storeState] ?? 'NOT_SUBMITTED';
  const running = RUNNING[phased?.attributes.phasedReleaseState ?? ''];
  if (!phased || !running || storeState !== 'READY_FOR_DISTRIBUTION') return { state, storeState };
  const { currentDayNumber, totalPauseDuration, phasedReleaseState } = phased.attributes;
  const day = Math.min(Math.max(currentDayNumber ?? 1, 1), schedule.length);
  return {
    state: running,
    storeState: phasedReleaseState,
    percentage: schedule[day - 1] ?? 100,
    pausedDays: totalPauseDuration ?? 0,
  };
}

const refused = (detail: string) => integrationErrors.refused({ detail });
const notRunning = (version: string, { storeState }: StoreStatus) =>
  refused(`${version} is not in a phased release that runs: it is ${storeState}`);
