// The interface of a store, implemented by the clients of the App Store, Google Play, deployment endpoints and environments. Each
// effect is safe to repeat, as in every client (adapter.ts).
import type { Rollout } from '../../../entities/deployments/rollout.model.ts';
import type { ReleaseMode } from '../../../entities/integrations/types/store-rollout.model.ts';
import type { StoreAnswer } from '../../../entities/releases/targets/store-answer.model.ts';
import type { Verifiable } from '../adapter.ts';

/**
 * One version in a store. It is found by `versionId`, otherwise by the build if the store knows builds (Google's version
 * codes), otherwise by its version: people name releases in a store freely.
 */
export interface StoreVersion {
  readonly version: string;
  /** The id that the submission answered. */
  readonly versionId?: string | undefined;
  readonly buildNumber?: string | undefined;
}

/**
 * `rollout` in entities/integrations/types/targets lists the abilities of each store; everything else is
 * `integration.refused` with a sentence for people. Each change looks first and answers the state after it: a repeated
 * change does nothing.
 */
export interface StoreClient extends Verifiable {
  /** True if two submissions at the same time would refuse or end each other. */
  readonly isOneAtATime: boolean;
  /**
   * Hands `version` with `buildNumber` (the newest build without one) to the store's review; a submission of that build
   * that exists already is answered. `percentage` below 100 begins with a part of the users (App Store: 1, a phased
   * release), and is answered where the store offers it to them automatically. `integration.busy` while the store is
   * still processing the build, or does not show it yet. `integration.version_in_the_way` (members: `inTheWay`, a
   * `StoreVersionInTheWay`) where the store takes one version at a time and has another.
   *
   * Each language of the store gets the notes that are most like it (`store-notes.ts`). Notes in a language that the store
   * does not have for this app are no failure: their locales are answered as `unlistedLocales`.
   *
   * Notes that were edited since a submission of this build reach the store only with `submittedBefore`, and only where it
   * takes them: Google Play does, App Review has locked them. An answer that says `keepsNotes` is of a submission with others.
   */
  submit(input: StoreSubmissionInput): Promise<StoreSubmission>;
  /** Rolls the version out to `percentage` (above 0, at most 100) of users; never to fewer than before. */
  rollOut(input: StoreVersion & { readonly percentage: number }): Promise<StoreStatus>;
  pauseRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Resumes after a pause or a halt. */
  resumeRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Stops offering the version to users who do not have it. */
  haltRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Releases an approved version that waits for us, in phases if that was planned with the submission. */
  release(input: StoreVersion): Promise<StoreStatus>;
  /**
   * Withdraws a submission: ends its review, gives up an approved version that waits for its release, or halts a staged
   * rollout. Answers the state afterwards: WITHDRAWN, HALTED, or NOT_SUBMITTED if nothing was submitted. Throws
   * `integration.busy` while the store works on it, and `integration.refused` if users have the version permanently.
   */
  withdraw(input: StoreVersion): Promise<StoreStatus>;
  status(input: StoreVersion): Promise<StoreStatus>;
}

export interface StoreSubmissionInput {
  readonly version: string;
  readonly buildNumber?: string | undefined;
  readonly notes: StoreNotes;
  readonly percentage?: number | undefined;
  /**
   * Undefined keeps the store's mode; versions that we create are released automatically. `releaseModeRefusal` lists
   * refused modes.
   */
  readonly releaseMode?: ReleaseMode | undefined;
  /** Only Google Play: 0 to 5, the urgency of in-app updates. Other stores ignore it. */
  readonly inAppUpdatePriority?: number | undefined;
  /** The time of our earlier submission of the version (ISO 8601), for example before a rejection. */
  readonly submittedBefore?: string | undefined;
  /**
   * Ids of withdrawn versions whose place this version may take. App Store Connect has one place: the withdrawn version
   * gets the new number and is created again when it is submitted again.
   */
  readonly mayReplace?: readonly string[] | undefined;
  /**
   * Only SERVER: the release and target of ours, and the stored time since which it is to be submitted (ISO 8601). A repetition names the
   * same, and gets the same submission.
   */
  readonly ours?:
    | { readonly releaseId: string; readonly targetIntegrationId: string; readonly since: string }
    | undefined;
}

export interface StoreSubmission {
  readonly submissionId: string;
  /** The store's permanent id of the version: App Store Connect's id, Google's version code. */
  readonly versionId?: string;
  /** The chosen build, if the input names none. */
  readonly buildNumber?: string;
  readonly percentage?: number;
  readonly unlistedLocales?: readonly string[];
  readonly keepsNotes?: true;
  /** Locales whose notes the store refused, with the store's reason. */
  readonly refusedNotes?: readonly { readonly locale: string; readonly reason: string }[];
  /** A sentence about a step in the store that is left to a person, for example to send the changes for review. */
  readonly leftToDo?: string;
  /** Only SERVER: the submission is the id of a promotion, which is to be requested like this. */
  readonly promotion?: { readonly environmentId: string; readonly rollout?: Rollout | undefined };
}

/** The member `inTheWay` of `integration.version_in_the_way`. */
export interface StoreVersionInTheWay {
  readonly version: string;
  readonly versionId: string;
  readonly state: StoreStatus['state'];
  /** The store's own name of the state. */
  readonly storeState: string;
}

/** The notes on what is new in a version. */
export interface StoreNotes {
  /** Notes that people wrote, by canonical BCP 47 tag. */
  readonly texts: Readonly<Record<string, string>>;
  /** Default texts by BCP 47 tag, for languages without notes. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** The locale whose text the store's main language gets if it has no notes. */
  readonly mainLocale: string;
}

export interface StoreStatus extends StoreAnswer {
  /**
   * The store's own name of the review's state, during a review or after a rejection: the state of App Store's review
   * submission.
   */
  readonly reviewState?: string;
}
