// Staged rollouts on Google Play: the fraction of users of one release on the track, in one edit. Google has no pause; a
// halted rollout can be resumed. https://developers.google.com/android-publisher/tracks#staged_rollouts_in_production
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { RolloutAction } from '../../../entities/integrations/types/integration-type.ts';
import { rolloutRefusal } from '../../../entities/integrations/types/store-rollout.model.ts';
import type { Caller } from '../_client/caller.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../store/store-client.ts';
import type { PlayEdits } from './play-store-edit.ts';
import type { PlayRelease } from './play-store-replies.ts';
import type { PlayReview } from './play-store-review.ts';
import { besides, findRelease, fractionOf, isDraft, isStaged, replacedBy, toStatus } from './play-store-track.ts';

type Actions = Omit<StoreClient, 'isOneAtATime' | 'submit' | 'verify'>;
type Fields = Pick<PlayRelease, 'status' | 'userFraction'>;

const ABSENT: StoreStatus = { state: 'NOT_SUBMITTED', storeState: 'absent' };

export function createPlayRollout(edits: PlayEdits, reviewOf: PlayReview, ensure: Caller['ensure']) {
  function check(action: RolloutAction, percentage?: number): void {
    const refusal = rolloutRefusal('PLAY_STORE', action, percentage);
    if (refusal) throw integrationErrors.refused({ detail: refusal });
  }

  /**
   * `decide` answers the fields to change, null to remove the release from the track, or the state if nothing is to do. If
   * it throws, the edit is ended.
   */
  function change(
    wanted: StoreVersion,
    decide: (release: PlayRelease | undefined, releases: readonly PlayRelease[]) => Fields | StoreStatus | null,
  ): Promise<StoreStatus> {
    let planned: { readonly edit: string; readonly releases: readonly PlayRelease[]; readonly after: StoreStatus };
    const find = async () => {
      const { edit, releases } = await edits.open();
      try {
        const release = findRelease(releases, wanted);
        const decided = decide(release, releases);
        const others = releases.filter((other) => other !== release);
        if (decided === null) {
          planned = { edit, releases: others, after: { ...ABSENT, state: 'WITHDRAWN' } };
          return undefined;
        }
        if (release && !('state' in decided)) {
          const { userFraction: _, ...kept } = release;
          const changed: PlayRelease = { ...kept, ...decided };
          planned = { edit, releases: [changed, ...besides(changed, others)], after: toStatus(changed) };
          return undefined;
        }
        await edits.drop(edit);
        return 'state' in decided ? decided : ABSENT;
      } catch (error) {
        await edits.drop(edit);
        throw error;
      }
    };
    const make = async () => {
      const { edit, releases, after } = planned;
      return { ...after, ...(await edits.commit(edit, releases)) };
    };
    return ensure({ find, make });
  }

  /** The release, which must be on the track. */
  function present(wanted: StoreVersion, release: PlayRelease | undefined, releases: readonly PlayRelease[]) {
    if (release) return release;
    const other = replacedBy(releases, wanted);
    const why = other ? `: ${other.name ?? other.versionCodes?.join(', ')} took its place` : '';
    throw refused(`Google Play has no release ${wanted.version} on this track${why}`);
  }

  const actions: Actions = {
    async rollOut({ percentage, ...wanted }) {
      check('ROLL_OUT', percentage);
      const { version } = wanted;
      return change(wanted, (found, releases) => {
        const now = toStatus(present(wanted, found, releases));
        const { state, percentage: current = 0 } = now;
        if (state === 'HALTED') throw refused(`The rollout of ${version} is halted: resume it first`);
        if (state === 'RELEASED' && percentage < 100) throw refused(`${version} is released to all users already`);
        if (percentage < current)
          throw refused(`A rollout cannot shrink: ${version} is at ${current} percent of users`);
        return state === 'RELEASED' || percentage === current ? now : fractionOf(percentage);
      });
    },

    async pauseRollout() {
      check('PAUSE');
      throw refused('Google Play has no pause');
    },

    resumeRollout: (wanted) =>
      change(wanted, (found, releases) => {
        const release = present(wanted, found, releases);
        const { status, userFraction } = release;
        if (status === 'inProgress') return toStatus(release);
        if (status !== 'halted') throw refused(`The rollout of ${wanted.version} is not halted but ${status}`);
        // A release that all users had may be halted in the Play Console: it has no fraction, and goes back to all.
        return userFraction === undefined ? { status: 'completed' } : { status: 'inProgress', userFraction };
      }),

    haltRollout: (wanted) =>
      change(wanted, (found, releases) => {
        const release = present(wanted, found, releases);
        if (release.status === 'halted') return toStatus(release);
        if (!isStaged(release)) {
          throw refused(`Only a staged rollout can be halted; ${wanted.version} is ${release.status}`);
        }
        return halted(release);
      }),

    async release() {
      check('RELEASE');
      throw refused('Google Play releases a version when its review ends');
    },

    withdraw: (wanted) =>
      change(wanted, (release, releases) => {
        if (!release) return replacedBy(releases, wanted) ? { ...ABSENT, state: 'REPLACED' } : ABSENT;
        if (isDraft(release)) return null;
        if (release.status === 'halted') return toStatus(release);
        if (isStaged(release)) return halted(release);
        throw refused(
          `${wanted.version} goes to all users of the track once its review ends, which Google's API cannot stop: discard the change or halt the release in the Play Console`,
        );
      }),

    async status(wanted) {
      const review = await reviewOf(wanted);
      const { edit, releases } = await edits.open();
      await edits.drop(edit);
      const release = findRelease(releases, wanted);
      if (release) return { ...toStatus(release), ...review };
      return replacedBy(releases, wanted) ? { ...ABSENT, state: 'REPLACED' } : ABSENT;
    },
  };

  return { check, actions };
}

const halted = ({ userFraction }: PlayRelease): Fields => ({
  status: 'halted',
  ...(userFraction !== undefined && { userFraction }),
});

const refused = (detail: string) => integrationErrors.refused({ detail });
