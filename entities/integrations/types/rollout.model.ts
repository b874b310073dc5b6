// The rollout actions that each store supports. Data, because people are told before they ask and clients refuse in the
// same words. App Store: developer.apple.com/help/app-store-connect, "Release a version update in phases";
// Play: support.google.com/googleplay/android-developer, "Release app updates with staged roll-outs".
import type { INTEGRATION_TYPES, IntegrationType } from './integration-types.ts';

export type TargetType = {
  [T in IntegrationType]: (typeof INTEGRATION_TYPES)[T]['kind'] extends 'TARGET' ? T : never;
}[IntegrationType];

export type RolloutAction = 'ROLL_OUT' | 'PAUSE' | 'RESUME' | 'HALT' | 'STATUS' | 'RELEASE' | 'WITHDRAW';

/** When an approved version goes to users: at once, when a person or we say so, or from a time on (ISO 8601). */
export type ReleaseMode = 'AUTOMATIC' | 'MANUAL' | { readonly at: string };

interface RolloutRules {
  /** Percentages that can be asked for; undefined: any above 0 up to 100, but never fewer than have it already. */
  readonly percentages: readonly number[] | undefined;
  readonly percentageRefusal: string;
  /** Why fewer users than all cannot be asked for once the version was submitted for all. */
  readonly submittedForAll?: string;
  /** Percentages of the store's own schedule, one a day. */
  readonly schedule?: readonly number[];
  /** Days that a rollout may be paused, all pauses together. */
  readonly maxPausedDays?: number;
  /** Why a version is released as soon as it is approved, whatever is asked for. */
  readonly automaticOnly?: string;
  /** The actions that the store does not support, each with what to do instead. */
  readonly refusals: Readonly<Partial<Record<RolloutAction, string>>>;
}

const AT_ONCE =
  'Google Play releases a version when its review ends: to decide the moment yourself, switch on managed publishing in the Play Console and publish there, or hand the version in later';
const DEPLOYS_AT_ONCE =
  'A deployment endpoint releases a version as soon as it is told to: hand the version in later instead';
const NO_STAGES =
  'A deployment endpoint has no staged rollout: it is told to release a version, and reports back itself';

export const ROLLOUT_RULES: Readonly<Record<TargetType, RolloutRules>> = {
  APP_STORE: {
    percentages: [1, 100],
    percentageRefusal:
      'The App Store releases in phases by its own schedule: 1 begins it, 100 releases to all, nothing else can be asked for',
    schedule: [1, 2, 5, 10, 20, 50, 100],
    maxPausedDays: 30,
    refusals: { HALT: 'The App Store cannot halt a release: pause the phased release, or submit a new version' },
  },
  PLAY_STORE: {
    percentages: undefined,
    percentageRefusal: 'A staged rollout on Google Play goes to more than 0 and at most 100 percent of users',
    submittedForAll:
      'Google Play begins a staged rollout with the submission, and this version was submitted for all: ask for a percentage before that',
    automaticOnly: AT_ONCE,
    refusals: { PAUSE: 'Google Play has no pause: halt the rollout, which can be resumed', RELEASE: AT_ONCE },
  },
  WEB: {
    percentages: [100],
    percentageRefusal: NO_STAGES,
    automaticOnly: DEPLOYS_AT_ONCE,
    refusals: {
      ...{ ROLL_OUT: NO_STAGES, PAUSE: NO_STAGES, RESUME: NO_STAGES, HALT: NO_STAGES, STATUS: NO_STAGES },
      RELEASE: DEPLOYS_AT_ONCE,
      WITHDRAW:
        'A deployment endpoint takes nothing back: it deploys what it was told, unless it is told to deploy another version',
    },
  },
};

/** Why a store cannot do this at all, whatever the version's state; undefined when it can. */
export function rolloutRefusal(type: TargetType, action: RolloutAction, percentage = 100): string | undefined {
  const { percentages, percentageRefusal, refusals } = ROLLOUT_RULES[type];
  const isPercentage = percentages ? percentages.includes(percentage) : percentage > 0 && percentage <= 100;
  return refusals[action] ?? (isPercentage ? undefined : percentageRefusal);
}

/** Why a store cannot keep an approved version until it is released; undefined when it can, or need not. */
export const releaseModeRefusal = (type: TargetType, mode: ReleaseMode): string | undefined =>
  mode === 'AUTOMATIC' ? undefined : ROLLOUT_RULES[type].automaticOnly;
