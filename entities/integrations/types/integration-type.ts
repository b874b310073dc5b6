// The facts of a type of integration: everything by which one type differs from the others of its kind. Pure.
import type * as z from 'zod';

/** The services that send us requests, each with a file in functions/intake/senders. */
export type SenderName = 'github' | 'gitlab' | 'bitbucket' | 'jenkins' | 'app-store' | 'slack';

interface Facts {
  readonly config: z.ZodType;
  readonly credentials: z.ZodType;
  /**
   * Credentials that are sent, or that sign what is sent and accepted in their place. Those that only verify requests to us are
   * not among them, nor are names.
   */
  readonly sent: readonly string[];
  /** Fields of the config that the service does not verify. */
  readonly unverified: readonly string[];
  /** Undefined for a service that sends us nothing. */
  readonly sender?: SenderName;
}

export interface ScmType extends Facts {
  readonly kind: 'SCM';
  /** The repository, as the service names it in its events. */
  readonly repository: (config: never) => string;
}

export interface PipelineType extends Facts {
  readonly kind: 'PIPELINE';
  readonly repository?: (config: never) => string;
  /** The job or workflow, as the service names it in its events. */
  readonly job?: (config: never) => string;
}

/** COMMUNICATION and TICKET: the type is also the name of a channel of notifications. */
export interface ChannelType extends Facts {
  readonly kind: 'COMMUNICATION' | 'TICKET';
}

export interface TargetStore extends Facts {
  readonly kind: 'TARGET';
  /** The platform of releases that it reaches. */
  readonly platform: Platform;
  readonly rollout: RolloutRules;
}

export const PLATFORMS = ['IOS', 'ANDROID', 'WEB'] as const;
export type Platform = (typeof PLATFORMS)[number];
/** As people write them. */
export const PLATFORM_NAMES = { IOS: 'iOS', ANDROID: 'Android', WEB: 'Web' } as const satisfies Record<
  Platform,
  string
>;

export type RolloutAction = 'ROLL_OUT' | 'PAUSE' | 'RESUME' | 'HALT' | 'STATUS' | 'RELEASE' | 'WITHDRAW';

/** The rollout actions that a store supports: people are told before they ask, and clients refuse in the same words. */
export interface RolloutRules {
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
