// Staged rollouts on Google Play: the fraction of users of one release on the track, in one edit. Google has no pause; a
// halted rollout can be resumed. https://developers.google.com/android-publisher/tracks#staged_rollouts_in_production
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { type RolloutAction, rolloutRefusal } from '../../../entities/integrations/rollout.model.ts';
import type { StoreClient, StoreStatus } from '../adapter.ts';
import type { Caller } from '../caller.ts';
import type { PlayRelease } from './play-store-replies.ts';

interface Editing {
  openEdit(): Promise<{ edit: string; releases: readonly PlayRelease[] }>;
  dropEdit(edit: string): Promise<unknown>;
  /** Replaces the releases of the track; ends the edit in any case. */
  commit(edit: string, releases: readonly object[]): Promise<void>;
  readonly ensure: Caller['ensure'];
}

type Actions = Pick<StoreClient, 'rollOut' | 'pauseRollout' | 'resumeRollout' | 'haltRollout' | 'status'>;
type Fields = Pick<PlayRelease, 'status' | 'userFraction'>;

export function createPlayRollout({ openEdit, dropEdit, commit, ensure }: Editing) {
  function check(action: RolloutAction, percentage?: number): void {
    const refusal = rolloutRefusal('PLAY_STORE', action, percentage);
    if (refusal) throw integrationErrors.refused({ detail: refusal });
  }

  /** `decide` answers the fields to change, or undefined when there is nothing to do; what it throws leaves no edit open. */
  function change(version: string, decide: (release: PlayRelease) => Fields | undefined): Promise<StoreStatus> {
    let planned: { readonly edit: string; readonly changed: PlayRelease; readonly others: readonly PlayRelease[] };
    const find = async () => {
      const { edit, releases } = await openEdit();
      try {
        const release = releases.find(({ name }) => name === version);
        if (!release) throw refused(`Google Play has no release ${version} on this track`);
        const fields = decide(release);
        if (fields) {
          const { userFraction: _, ...kept } = release;
          const changed: PlayRelease = { ...kept, ...fields };
          const others = releases.filter((other) => other !== release && staysBeside(changed, other));
          planned = { edit, changed, others };
          return undefined;
        }
        await dropEdit(edit);
        return toStatus(release);
      } catch (error) {
        await dropEdit(edit);
        throw error;
      }
    };
    const make = async () => {
      const { edit, changed, others } = planned;
      await commit(edit, [changed, ...others]);
      return toStatus(changed);
    };
    return ensure({ find, make });
  }

  const actions: Actions = {
    async rollOut({ version, percentage }) {
      check('ROLL_OUT', percentage);
      return change(version, (release) => {
        const { state, percentage: current = 0 } = toStatus(release);
        if (state === 'HALTED') throw refused(`The rollout of ${version} is halted: resume it first`);
        if (state === 'RELEASED' && percentage < 100) throw refused(`${version} is released to all users already`);
        if (percentage < current) throw refused(`A rollout only grows: ${version} is at ${current} percent of users`);
        return state === 'RELEASED' || percentage === current ? undefined : fractionOf(percentage);
      });
    },

    async pauseRollout() {
      check('PAUSE');
      throw refused('Google Play has no pause');
    },

    resumeRollout: ({ version }) =>
      change(version, ({ status, userFraction }) => {
        if (status === 'inProgress') return undefined;
        if (status !== 'halted') throw refused(`The rollout of ${version} is not halted but ${status}`);
        return { status: 'inProgress', ...(userFraction !== undefined && { userFraction }) };
      }),

    haltRollout: ({ version }) =>
      change(version, ({ status, userFraction }) => {
        if (status === 'halted') return undefined;
        if (status !== 'inProgress') throw refused(`Only a staged rollout can be halted; ${version} is ${status}`);
        return { status: 'halted', ...(userFraction !== undefined && { userFraction }) };
      }),

    async status({ version }) {
      const { edit, releases } = await openEdit();
      await dropEdit(edit);
      const release = releases.find(({ name }) => name === version);
      return release ? toStatus(release) : { state: 'NOT_SUBMITTED', storeState: 'absent' };
    },
  };

  return { check, actions };
}

/** How Google says how many users a release goes to. */
export const fractionOf = (percentage: number): Fields =>
  percentage < 100 ? { status: 'inProgress', userFraction: percentage / 100 } : { status: 'completed' };

/** A track has one release for all and one staged: what goes to all replaces what did. */
const staysBeside = ({ status }: PlayRelease, other: PlayRelease): boolean =>
  other.status === 'draft' || (status !== 'completed' && other.status === 'completed');

const STATES: Readonly<Record<string, StoreStatus['state']>> = {
  draft: 'NOT_SUBMITTED',
  inProgress: 'ROLLING_OUT',
  halted: 'HALTED',
  completed: 'RELEASED',
};

/** Google's API tells nothing of the review: a release that waits for it looks like one that is out. */
function toStatus({ status = 'draft', userFraction }: PlayRelease): StoreStatus {
  const state = STATES[status] ?? 'NOT_SUBMITTED';
  // 0.07 * 100 is not 7 in binary.
  const percentage = userFraction === undefined ? {} : { percentage: Math.round(userFraction * 1e6) / 1e4 };
  return { state, storeState: status, ...percentage };
}

const refused = (detail: string) => integrationErrors.refused({ detail });
