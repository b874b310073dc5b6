// What the rest of the house sees of an outside service: one interface per kind of integration, each implemented by one
// client per type in this folder. Clients throw only `integrationErrors`; every effect is safe to repeat: a call that
// finds its own earlier effect answers with that instead of doing it again.
import type { ConfigOf, CredentialsOf, IntegrationType } from '../../entities/integrations/integration-types.ts';
import type { ReleaseMode } from '../../entities/integrations/rollout.model.ts';

/** How a client reaches the outside: see `functions/_kit/outbound.ts`. Timeouts and sizes are limited there. */
export interface Outbound {
  request(request: OutboundRequest): Promise<OutboundReply>;
  /** For one thing that is tried more than once; without it there is one attempt. See `patient-outbound.ts`. */
  readonly patience?: () => Patience;
}

export interface Patience {
  /** Waits, for at least `leastMs`, until the next attempt may begin; false when there should be none. */
  again(leastMs?: number): Promise<boolean>;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; a string as it is (set content-type); URLSearchParams as a form. */
  readonly body?: unknown;
  /** Milliseconds for the whole exchange, 10,000 by default. */
  readonly timeoutMs?: number;
  /** Said of a POST or PATCH that may be sent twice: the second has no effect of its own, or is refused. GET, PUT and DELETE always may. */
  readonly isRepeatable?: boolean;
  /** A redirect is answered as it is, rather than followed on the same host. */
  readonly followsNothing?: true;
}

export interface OutboundReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, at most 2 MiB. */
  readonly text: string;
  /** The body parsed as JSON, or undefined when it is not JSON. */
  readonly json: unknown;
}

export interface ClientContext<T extends IntegrationType> {
  readonly config: ConfigOf<T>;
  readonly credentials: CredentialsOf<T>;
  readonly outbound: Outbound;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What every client can do: one harmless call that proves the credential and the configured object (repository, app, job, channel, project). */
export interface Verifiable {
  /** Answers a short sentence for people, for example "octocat can write to acme/app". Throws integrationErrors otherwise. */
  verify(): Promise<string>;
}

/** What a person wants done with a branch or a tag that is somebody else's: used as it is, or moved to where ours would be. */
export type IfExists = 'TAKE' | 'MOVE';

/** Whether a branch, tag or page of that name may be ours, and what to do with it when it is not. */
export interface Ownership {
  /** True when an earlier attempt of ours may have made it: then one that is as ours would be is ours. */
  readonly mayBeOurs?: boolean;
  /** The commit at which that attempt asked for it; without it, that at which it is wanted now. */
  readonly askedAt?: string | undefined;
  readonly ifExists?: IfExists | undefined;
  /** Runs once it is known that none exists, before one is asked for at the commit `sha`. */
  readonly beforeMaking?: (sha: string) => Promise<void>;
}

export interface MadeRef {
  readonly sha: string;
  readonly did: 'MADE' | 'TAKEN' | 'MOVED';
  readonly movedFrom?: string;
}

export interface ScmClient extends Verifiable {
  /** The commit at the head of a branch; undefined when there is no such branch. */
  headOf(input: { branch: string }): Promise<{ sha: string } | undefined>;
  /** Cuts `branch` from the head of `from`, a branch, tag or commit. `integration.branch_exists` for somebody else's. */
  createBranch(input: { branch: string; from: string } & Ownership): Promise<MadeRef>;
  /** What the tag of a release is called here: `v1.5.0`, or as the integration's `tagFormat` says. */
  tagOf(release: { service: string; version: string }): string;
  /** Makes an annotated or lightweight tag at the head of the branch or at the commit `ref`. `integration.tag_exists` for somebody else's. */
  createTag(input: { tag: string; ref: string; message: string } & Ownership): Promise<MadeRef>;
  /**
   * Publishes a release page for `tag` with notes; one of ours is updated, as is one of somebody else with `ifExists`:
   * `integration.page_exists` without. `isLatest` false: the page does not become the one shown as the newest.
   */
  publishRelease(input: ReleasePage & Ownership): Promise<{ url: string; did: 'MADE' | 'TAKEN' }>;
  /** Commits in `head` that are not in `base`, oldest first, at most `limit` (250). `base` undefined = the last `limit` of head. */
  commitsBetween(input: { base?: string; head: string; limit?: number }): Promise<readonly ScmCommit[]>;
}

export interface ReleasePage {
  readonly tag: string;
  readonly name: string;
  readonly notes: string;
  readonly prerelease: boolean;
  readonly isLatest: boolean;
}

export interface ScmCommit {
  readonly sha: string;
  readonly message: string;
  readonly author: string;
  readonly committedAt: string;
}

export interface PipelineClient extends Verifiable {
  /**
   * Starts one build of `branch` with `parameters`, or answers the one that `triggerId` already started since `since`
   * (ISO 8601): asking twice starts one build.
   */
  trigger(input: {
    branch: string;
    parameters: Readonly<Record<string, string>>;
    triggerId: string;
    since: string;
    /** True when an earlier attempt may have reached the service. */
    mayHaveStarted: boolean;
  }): Promise<StartedBuild>;
}

export interface StartedBuild {
  readonly buildUrl: string;
  readonly buildNumber?: string;
  /**
   * By which the service's events are recognized: GitHub's run id, GitLab's pipeline id, Jenkins' queue id. `dispatch:<triggerId>` where a
   * GitHub server before 3.21 has not shown the run yet: its events are recognized by workflow, branch and time.
   */
  readonly externalId: string;
}

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
 * What a store can do is in `ROLLOUT_RULES` of entities/integrations/rollout.model.ts; what it cannot is
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
  /** Undefined leaves it as the store has it; a version that we make is released automatically. What a store cannot do is `releaseModeRefusal` of entities/integrations/rollout.model.ts. */
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

/** What is new in a version. */
export interface StoreNotes {
  /** By canonical BCP 47 tag. */
  readonly texts: Readonly<Record<string, string>>;
  /** Whose text the store's main language gets when there is none in it. */
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
  /** The store's own word for the review, while there is one or it was lost: the state of App Store's review submission. */
  readonly reviewState?: string;
  /** Of the users; while a staged rollout runs, is paused or halted. */
  readonly percentage?: number;
  /** Days the rollout has been paused so far, where the store counts them. */
  readonly pausedDays?: number;
  /** As of a submission. */
  readonly leftToDo?: string;
}

export interface ChatMessage {
  /** Fallback text for notifications, at most 3,000 characters. */
  readonly text: string;
  /** Block Kit blocks, at most 50. */
  readonly blocks: readonly unknown[];
}

export interface ChatClient extends Verifiable {
  /** Posts once per `eventId` and channel. With `mayBePosted` it looks in the channel since `since` first. */
  post(input: {
    channel: string;
    message: ChatMessage;
    eventId: string;
    mayBePosted: boolean;
    since: string;
    threadId?: string;
  }): Promise<{ messageId: string }>;
  update(input: { channel: string; messageId: string; message: ChatMessage }): Promise<void>;
}

export interface MailMessage {
  /** At most 200 characters, one line. */
  readonly subject: string;
  readonly lines: readonly string[];
  readonly links: readonly { readonly label: string; readonly url: string }[];
}

/** One mail as it is handed to the mail service; both parts say the same. */
export interface Mail {
  /** RFC 5322 mailbox: `"Windlass" <releases@acme.example>`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The event it tells, kept in the header X-Windlass-Event-Id. */
  readonly eventId: string;
}

/** Hands a mail to Amazon SES (SendEmail); made where the AWS SDK may be. Throws `integrationErrors`. */
export type SendMail = (mail: Mail) => Promise<{ messageId: string }>;

export interface MailClient extends Verifiable {
  /** Who gets the mails of `purpose`. */
  recipientsOf(purpose: MailPurpose): readonly string[];
  /**
   * Mails the recipients of `purpose`. Mail services take no idempotency key and have no mailbox to look in: a mail whose
   * answer was lost may come twice.
   */
  post(input: { purpose: MailPurpose; message: MailMessage; eventId: string }): Promise<{ messageId: string }>;
}

export type MailPurpose = keyof ConfigOf<'EMAIL'>['recipients'];

export interface TicketClient extends Verifiable {
  /**
   * Creates an epic once per `marker` and answers it; an existing one is answered. Jira keeps the marker as a label (what
   * no label holds becoming "-"); in Linear, which has no epics, it is an issue whose id the marker decides.
   */
  createEpic(input: { summary: string; description: string; marker: string }): Promise<{ key: string; url: string }>;
  /** Comments once per `marker`. `mayBePosted` false spares the look for an earlier one. */
  comment(input: { key: string; text: string; marker: string; mayBePosted?: boolean }): Promise<void>;
  /** Brings the issue to the status or through the transition `name`; already there, or closed already, is fine. */
  transition(input: { key: string; name: string }): Promise<void>;
}
