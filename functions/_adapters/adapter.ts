// The interfaces of services outside, one per kind of integration; this folder has a client per type. Clients throw only
// `integrationErrors`. Every effect is safe to repeat: a call that finds its own earlier effect answers that effect.
import type { ConfigOf, CredentialsOf, IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import type { BuildFacts, BuildReport, TriggerAnswer } from '../../entities/releases/builds/build-report.model.ts';
import type { Link } from './_client/addresses.ts';

/** Sends requests for clients (`functions/_kit/outbound/outbound.ts`), which limits times and sizes. */
export interface Outbound {
  request(request: OutboundRequest): Promise<OutboundReply>;
  /** Retries of one effect; without it the effect has one attempt. See `patient-outbound.ts`. */
  readonly patience?: () => Patience;
}

export interface Patience {
  /** Waits at least `leastMs` until the next attempt may begin; false if no further attempt is allowed. */
  again(leastMs?: number): Promise<boolean>;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, URLSearchParams as a form, a string unchanged (set content-type). */
  readonly body?: unknown;
  /** Milliseconds for the whole exchange, 10,000 by default. */
  readonly timeoutMs?: number;
  /**
   * True for a POST or PATCH that may be sent twice: the second has no effect or is refused. GET, PUT and DELETE always
   * may.
   */
  readonly isRepeatable?: boolean;
  /** Seconds to wait after a refusal that states no time, according to the service's documentation. */
  readonly usualWaitOf?: ((reply: OutboundReply) => number | undefined) | undefined;
  /** True if a redirect is answered instead of followed on the same origin. */
  readonly followsNothing?: true;
}

export interface OutboundReply {
  readonly status: number;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, at most 2 MiB. */
  readonly text: string;
  /** The body parsed as JSON; undefined if it is not JSON. */
  readonly json: unknown;
}

export interface ClientContext<T extends IntegrationType> {
  readonly config: ConfigOf<T>;
  readonly credentials: CredentialsOf<T>;
  readonly outbound: Outbound;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Every client can verify: a call without effect proves the credential and the configured object (repository, app …). */
export interface Verifiable {
  /** Answers a short sentence for people, for example "octocat can write to acme/app". Throws integrationErrors otherwise. */
  verify(): Promise<string>;
  /** Only chats: the id of the workspace that the credential belongs to. */
  workspace?(): Promise<string | undefined>;
}

/** A person's choice for an existing branch or tag that is not ours: use it unchanged, or move it to the wanted commit. */
export type IfExists = 'TAKE' | 'MOVE';

/** Tells whether an existing branch, tag or page may be ours, and what to do if it is not. */
export interface Ownership {
  /** True if an earlier attempt may have made it: then one at the wanted commit counts as ours. */
  readonly mayBeOurs?: boolean;
  /** The commit that the earlier attempt asked for; the currently wanted commit by default. */
  readonly askedAt?: string | undefined;
  readonly ifExists?: IfExists | undefined;
  /** Called after none was found and before one is made at the commit `sha`. */
  readonly beforeMaking?: (sha: string) => Promise<void>;
}

export interface MadeRef {
  readonly sha: string;
  readonly did: 'MADE' | 'TAKEN' | 'MOVED';
  readonly movedFrom?: string;
}

export interface ScmClient extends Verifiable {
  /** The commit at the head of a branch; undefined if the branch does not exist. */
  headOf(input: { branch: string }): Promise<{ sha: string } | undefined>;
  /**
   * Creates `branch` at the head of `from`, a branch, tag or commit. Throws `integration.branch_exists` if it exists and is
   * not ours.
   */
  createBranch(input: { branch: string; from: string; isFromTag?: boolean } & Ownership): Promise<MadeRef>;
  /** The name of a release's tag: `v1.5.0`, or by the integration's `tagFormat`. */
  tagOf(release: { service: string; version: string }): string;
  /**
   * Creates an annotated or lightweight tag at the head of the branch or at the commit `ref`. Throws
   * `integration.tag_exists` if it exists and is not ours.
   */
  createTag(input: { tag: string; ref: string; message: string } & Ownership): Promise<MadeRef>;
  /**
   * Publishes a release page for `tag` with notes. Updates an existing page if it is ours or `ifExists` is set, otherwise
   * throws `integration.page_exists`. With `isLatest` false the page is not shown as the newest.
   */
  publishRelease(input: ReleasePage & Ownership): Promise<{ url: string; did: 'MADE' | 'TAKEN' }>;
  /**
   * Commits in `head` that are not in `base`, oldest first, at most the last `limit` (250 by default, at most 1,000).
   * Without `base`, the last `limit` commits of `head`. Throws `integration.ref_unknown` only if `base` does not exist.
   */
  commitsBetween(input: { base?: string; head: string; limit?: number }): Promise<readonly ScmCommit[]>;
  /** The page that shows the commits of `head` that are not in `base`; without `base`, all commits of `head`. */
  comparisonUrl(input: { base?: string | undefined; head: string }): string;
}

export interface ReleasePage {
  readonly tag: string;
  readonly name: string;
  readonly notes: string;
  readonly prerelease: boolean;
  readonly isLatest: boolean;
}

/** An account of a person, as identities of users name it. */
export interface AuthorAccount {
  readonly provider: 'github' | 'gitlab' | 'bitbucket' | 'email';
  readonly externalId: string;
}

export interface ScmCommit {
  readonly sha: string;
  readonly message: string;
  readonly author: string;
  /** Of its author and co-authors. */
  readonly accounts: readonly AuthorAccount[];
  readonly committedAt: string;
}

export interface PipelineClient extends Verifiable {
  /**
   * Starts one build of `branch` with `parameters`. Calling it twice starts one build: it answers the build that
   * `triggerId` already started since `since` (ISO 8601).
   */
  trigger(input: {
    branch: string;
    parameters: Readonly<Record<string, string>>;
    triggerId: string;
    since: string;
    /** True if an earlier attempt may have reached the service. */
    mayHaveStarted: boolean;
  }): Promise<TriggeredBuild>;
  /**
   * The current state of a started build; undefined if the service does not show it. Used if the message about its end was
   * lost.
   */
  status(input: {
    /** The id that `trigger` answered. */
    externalId: string;
    buildNumber?: string;
    branch: string;
    triggerId: string;
    since: string;
  }): Promise<BuildState | undefined>;
}

export type BuildState = Pick<BuildReport, 'status' | 'attempt'> & Omit<BuildFacts, 'storeBuildNumber'>;

export interface TriggeredBuild extends TriggerAnswer {
  readonly buildUrl: string;
  /**
   * The id by which the service's events are recognized: GitHub's run id, GitLab's pipeline id, Jenkins' queue id.
   * `dispatch:<triggerId>` if a GitHub server before 3.21 does not show the run yet: its events are recognized by workflow,
   * branch and time.
   */
  readonly externalId: string;
}

export interface RegistryClient extends Verifiable {
  /** A page of the tags of an image; `next` names the page after it, and is the `after` of the next call. */
  tags(input: {
    image: string;
    after?: string | undefined;
  }): Promise<{ tags: readonly string[]; next: string | undefined }>;
  /** The digest that a tag has now; undefined if the registry has no such tag. */
  digestOf(input: { image: string; tag: string }): Promise<string | undefined>;
}

export interface ChatMessage {
  /** Fallback text for notifications, at most 3,000 characters. */
  readonly text: string;
  /** Block Kit blocks, at most 50. */
  readonly blocks: readonly unknown[];
}

export interface ChatClient extends Verifiable {
  /**
   * Posts once per `eventId` and channel. With `mayBePosted` it first looks for the message in the channel since `since`.
   */
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
  readonly links: readonly Link[];
}

/** One mail for the mail service; both parts have the same content. */
export interface Mail {
  /** RFC 5322 mailbox: `"Windlass" <releases@acme.example>`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The id of the event, sent in the header X-Windlass-Event-Id. */
  readonly eventId: string;
}

/**
 * Sends a mail through Amazon SES (SendEmail). Created outside this folder, which has no AWS SDK. Throws
 * `integrationErrors`.
 */
export type SendMail = (mail: Mail) => Promise<{ messageId: string }>;

export interface MailClient extends Verifiable {
  /** The addresses that get the mails of `purpose`. */
  recipientsOf(purpose: MailPurpose): readonly string[];
  /**
   * Mails the recipients of `purpose`. Mail services have no idempotency key and no mailbox to look in: a mail whose answer
   * was lost may be sent twice.
   */
  post(input: { purpose: MailPurpose; message: MailMessage; eventId: string }): Promise<{ messageId: string }>;
}

export type MailPurpose = keyof ConfigOf<'EMAIL'>['recipients'];

export interface TicketClient extends Verifiable {
  /**
   * Creates an epic once per `marker`; answers an existing one. Jira stores the marker as a label ("-" for characters that
   * labels cannot contain). Linear has no epics: the epic is an issue, and its id is derived from the marker.
   */
  createEpic(input: { summary: string; description: string; marker: string }): Promise<{ key: string; url: string }>;
  /**
   * Comments once per `marker`: plain text without markup, and links with unchanged addresses. If `mayBePosted` is false,
   * it does not look for an earlier comment.
   */
  comment(input: {
    key: string;
    text: string;
    links?: readonly Link[];
    marker: string;
    mayBePosted?: boolean;
  }): Promise<void>;
  /** Moves the issue to the status or by the transition `name`; does nothing if it is already there or closed. */
  transition(input: { key: string; name: string }): Promise<void>;
}
