// The interfaces of outside services, one per kind of integration; this folder has one client per type for each.
// Clients throw only `integrationErrors`. Every effect is safe to repeat: a call that finds its own earlier effect
// answers with that instead of repeating it.
import type { ConfigOf, CredentialsOf, IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import type { Link } from './_client/addresses.ts';

/** How a client reaches the outside: see `functions/_kit/outbound/outbound.ts`. Timeouts and sizes are limited there. */
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
  /** Seconds to wait after a refusal that states no time, as the service's documentation says. */
  readonly usualWaitOf?: ((reply: OutboundReply) => number | undefined) | undefined;
  /** A redirect is answered as it is, rather than followed on the same origin. */
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

/** Every client verifies: one harmless call proves the credential and the configured object (repository, app …). */
export interface Verifiable {
  /** Answers a short sentence for people, for example "octocat can write to acme/app". Throws integrationErrors otherwise. */
  verify(): Promise<string>;
  /** Of a chat: the id of the workspace that the credential belongs to. */
  workspace?(): Promise<string | undefined>;
}

/** A person's wish for a branch or a tag of somebody else: use it as it is, or move it to where ours would be. */
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
  /** The name of a release's tag here: `v1.5.0`, or as the integration's `tagFormat` says. */
  tagOf(release: { service: string; version: string }): string;
  /** Makes an annotated or lightweight tag at the head of the branch or at the commit `ref`. `integration.tag_exists` for somebody else's. */
  createTag(input: { tag: string; ref: string; message: string } & Ownership): Promise<MadeRef>;
  /**
   * Publishes a release page for `tag` with notes; one of ours is updated, as is one of somebody else with `ifExists`:
   * `integration.page_exists` without. `isLatest` false: the page does not become the one shown as the newest.
   */
  publishRelease(input: ReleasePage & Ownership): Promise<{ url: string; did: 'MADE' | 'TAKEN' }>;
  /**
   * Commits in `head` that are not in `base`, oldest first; the last `limit` (250; at most 1,000) where there are more. `base`
   * undefined = the last `limit` of head. `integration.ref_unknown` when the service has no `base`, and for nothing else.
   */
  commitsBetween(input: { base?: string; head: string; limit?: number }): Promise<readonly ScmCommit[]>;
  /** The page on which people see what `head` has and `base` has not; of all commits of `head` without a base. */
  comparisonUrl(input: { base?: string | undefined; head: string }): string;
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
  }): Promise<TriggeredBuild>;
  /**
   * The current state of a started build at the service; undefined when it shows none of ours. For a lost message
   * about its end.
   */
  status(input: {
    /** As `trigger` answered it. */
    externalId: string;
    buildNumber?: string;
    branch: string;
    triggerId: string;
    since: string;
  }): Promise<BuildState | undefined>;
}

export interface BuildState {
  readonly status: 'RUNNING' | 'SUCCESS' | 'FAILED' | 'CANCELLED';
  readonly externalId?: string;
  readonly buildNumber?: string;
  /** Grows when a build is run again under its number. */
  readonly attempt?: number;
  readonly buildUrl?: string;
  readonly buildLogUrl?: string;
  readonly artifactUrl?: string;
  readonly commitSha?: string;
}

export interface TriggeredBuild {
  readonly buildUrl: string;
  readonly buildNumber?: string;
  /** The commit that is built, where the service says so. */
  readonly commitSha?: string;
  /**
   * By which the service's events are recognized: GitHub's run id, GitLab's pipeline id, Jenkins' queue id. `dispatch:<triggerId>` where a
   * GitHub server before 3.21 has not shown the run yet: its events are recognized by workflow, branch and time.
   */
  readonly externalId: string;
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
  readonly links: readonly Link[];
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
  /** The addresses that get the mails of `purpose`. */
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
  /**
   * Comments once per `marker`: plain text, of which nothing is markup, and links with their addresses as they are.
   * `mayBePosted` false spares the look for an earlier one.
   */
  comment(input: {
    key: string;
    text: string;
    links?: readonly Link[];
    marker: string;
    mayBePosted?: boolean;
  }): Promise<void>;
  /** Brings the issue to the status or through the transition `name`; already there, or closed already, is fine. */
  transition(input: { key: string; name: string }): Promise<void>;
}
