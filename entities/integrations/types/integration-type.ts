// The facts of a type of integration: everything by which a type differs from the others of its kind. Pure.
import type * as z from 'zod';

/** The services that send us requests, each with a file in functions/intake/senders. */
export type SenderName = 'github' | 'gitlab' | 'bitbucket' | 'jenkins' | 'app-store' | 'slack' | 'registry';

interface Facts {
  readonly config: z.ZodType;
  readonly credentials: z.ZodType;
  /**
   * Credentials that are sent, or that sign requests instead. Credentials that only verify requests to us, and names, are
   * not listed.
   */
  readonly sent: readonly string[];
  /** Fields of the config that the service does not verify. */
  readonly unverified: readonly string[];
  /** Undefined for a service without a sender. */
  readonly sender?: SenderName;
}

export interface ScmType extends Facts {
  readonly kind: 'SCM';
  /** The repository's name in the service's events. */
  readonly repository: (config: never) => string;
}

export interface PipelineType extends Facts {
  readonly kind: 'PIPELINE';
  readonly repository?: (config: never) => string;
  /** The name of the job or workflow in the service's events. */
  readonly job?: (config: never) => string;
}

/** COMMUNICATION and TICKET: the type is also the name of a channel of notifications. */
export interface ChannelType extends Facts {
  readonly kind: 'COMMUNICATION' | 'TICKET';
}

export interface RegistryType extends Facts {
  readonly kind: 'REGISTRY';
}

export interface TargetStore extends Facts {
  readonly kind: 'TARGET';
  /** The platform of releases that it reaches. */
  readonly platform: Platform;
  readonly rollout: RolloutRules;
}

export const PLATFORMS = ['IOS', 'ANDROID', 'WEB', 'SERVER'] as const;
export type Platform = (typeof PLATFORMS)[number];
/** The name for people. */
export const PLATFORM_NAMES = {
  IOS: 'iOS',
  ANDROID: 'Android',
  WEB: 'Web',
  SERVER: 'Server',
} as const satisfies Record<Platform, string>;

export type RolloutAction = 'ROLL_OUT' | 'PAUSE' | 'RESUME' | 'HALT' | 'STATUS' | 'RELEASE' | 'WITHDRAW';

/** The rollout actions of a store: operations and clients refuse other actions with the same texts. */
export interface RolloutRules {
  /** The allowed percentages; undefined allows any above 0 up to 100, but never less than the present one. */
  readonly percentages: readonly number[] | undefined;
  readonly percentageRefusal: string;
  /** The reason for which a version that was submitted for all users cannot get a smaller percentage. */
  readonly submittedForAll?: string;
  /** Percentages of the store's own schedule, one a day. */
  readonly schedule?: readonly number[];
  /** Days that a rollout may be paused, all pauses together. */
  readonly maxPausedDays?: number;
  /** The reason for which a version is always released when it is approved. */
  readonly automaticOnly?: string;
  /** The unsupported actions, each with an alternative. */
  readonly refusals: Readonly<Partial<Record<RolloutAction, string>>>;
}
