// The interface of a store, implemented by the clients of the App Store, Google Play and deployment endpoints. As in
// every client, each effect is safe to repeat; see adapter.ts.
import type { ReleaseMode } from '../../../entities/integrations/types/store-rollout.model.ts';
import type { Verifiable } from '../adapter.ts';

/**
 * One version in a store. It is found by `versionId`, else by the build where the store knows builds (Google's version
 * codes), else by its version: people name releases in a store as they like.
 */
export interface StoreVersion {
  readonly version: string;
  /** As the submission answered it. */
  readonly versionId?: string | undefined;
  readonly buildNumber?: string | undefined;
}

/**
 * The abilities of each store are in `rollout` of entities/integrations/types/targets; anything else is
 * `integration.refused` in a sentence for people. Each change looks first and answers the state after it: asking for what
 * is so already changes nothing.
 */
export interface StoreClient extends Verifiable {
  /** Two submissions at a time would refuse or end one another. */
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
  /** Brings the version to `percentage` (above 0, at most 100) of users; never to fewer than have it. */
  rollOut(input: StoreVersion & { readonly percentage: number }): Promise<StoreStatus>;
  pauseRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Carries on after a pause or a halt. */
  resumeRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Stops offering the version to users who do not have it. */
  haltRollout(input: StoreVersion): Promise<StoreStatus>;
  /** Releases an approved version that waits for us, in phases if that was planned with the submission. */
  release(input: StoreVersion): Promise<StoreStatus>;
  /**
   * Takes a submission back: ends its review, gives up an approved version that waits for its release, halts a rollout that
   * some users have. Answers the state afterwards: WITHDRAWN, HALTED, or NOT_SUBMITTED when nothing was submitted.
   * `integration.busy` while the store is at it; `integration.refused` when users have it for good.
   */
  withdraw(input: StoreVersion): Promise<StoreStatus>;
  status(input: StoreVersion): Promise<StoreStatus>;
}

export interface StoreSubmissionInput {
  readonly version: string;
  readonly buildNumber?: string | undefined;
  readonly notes: StoreNotes;
  readonly percentage?: number | undefined;
  /** Undefined keeps the store's; versions that we make release automatically. Refused modes: `releaseModeRefusal`. */
  readonly releaseMode?: ReleaseMode | undefined;
  /** Google Play alone: 0 to 5, how soon the app urges its users to update. Stores that know none ignore it. */
  readonly inAppUpdatePriority?: number | undefined;
  /** When we handed the version over before (ISO 8601), as after a rejection. */
  readonly submittedBefore?: string | undefined;
  /**
   * Ids of versions that were withdrawn and may give up their place for this one (App Store Connect has one place: such a
   * version takes the new number, and the other is made anew when it is submitted again).
   */
  readonly mayReplace?: readonly string[] | undefined;
}

export interface StoreSubmission {
  readonly submissionId: string;
  /** The store's id of the version, which does not move: App Store Connect's id, Google's version code. */
  readonly versionId?: string;
  /** The build that was taken, where the input names none. */
  readonly buildNumber?: string;
  readonly percentage?: number;
  readonly unlistedLocales?: readonly string[];
  readonly keepsNotes?: true;
  /** Locales whose notes the store refused, with its reason. */
  readonly refusedNotes?: readonly { readonly locale: string; readonly reason: string }[];
  /** A sentence about what a person still has to do in the store, for example to send the changes for review. */
  readonly leftToDo?: string;
}

/** The member `inTheWay` of `integration.version_in_the_way`. */
export interface StoreVersionInTheWay {
  readonly version: string;
  readonly versionId: string;
  readonly state: StoreStatus['state'];
  /** The store's own word. */
  readonly storeState: string;
}

/** The notes on what is new in a version. */
export interface StoreNotes {
  /** By canonical BCP 47 tag: what people wrote. */
  readonly texts: Readonly<Record<string, string>>;
  /** By BCP 47 tag: what stands where nobody wrote anything. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** The locale whose text the store's main language gets when it has none. */
  readonly mainLocale: string;
}

export interface StoreStatus {
  readonly state:
    | 'NOT_SUBMITTED'
    | 'IN_REVIEW'
    | 'REJECTED'
    | 'APPROVED'
    | 'ROLLING_OUT'
    | 'PAUSED'
    | 'HALTED'
    | 'RELEASED'
    /** Taken back by a person or by us. */
    | 'WITHDRAWN'
    /** It was out, and another version took its place. */
    | 'REPLACED';
  /** The store's own word, for people. */
  readonly storeState: string;
  /** The store's id of the version, where the question did not name it. */
  readonly versionId?: string;
  /** The store's own word for the review, while there is one or it was lost: the state of App Store's review submission. */
  readonly reviewState?: string;
  /** Of the users; while a staged rollout runs, is paused or halted. */
  readonly percentage?: number;
  /** Days the rollout has been paused so far, where the store counts them. */
  readonly pausedDays?: number;
  /** As of a submission. */
  readonly leftToDo?: string;
}
