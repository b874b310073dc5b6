// Constants that infrastructure and runtime share. Imports nothing, so that both can import it.

/** The base paths of the surfaces of the HTTP API. */
export const SURFACES = { v1: '/api/v1/{tenant}', open: '' } as const;
export type SurfaceName = keyof typeof SURFACES;

/** Roles of a membership, strongest first; CI stands beside them and may do only what a route allows it explicitly. */
export const ROLES = ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI'] as const;
export type Role = (typeof ROLES)[number];

/** The roles of callers: AGENT is that of an agent's own credential; no user or token has it, and no role covers it. */
export const CALLER_ROLES = [...ROLES, 'AGENT'] as const;
export type CallerRole = (typeof CALLER_ROLES)[number];

/** The weaker of two roles: a token has at most the role that it was issued for, and at most its user's role. */
export const weakerOf = (one: Role, other: Role): Role => (ROLES.indexOf(one) > ROLES.indexOf(other) ? one : other);

/** The kinds of credentials that the authorizer knows. */
export const CREDENTIAL_KINDS = ['API_TOKEN', 'SESSION', 'JWT', 'AGENT'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/**
 * The header of each request of the console: `1`, or `poll` if no person asked for it, so that it does not extend the session. A page of
 * another site cannot send it without a preflight.
 */
export const CONSOLE_HEADER = 'windlass-console';

/** The ways in which a user proves who they are. */
export const SIGN_IN_METHODS = ['password', 'openid', 'passkey'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** The right of a credential to read or to change what a domain owns, e.g. `trains:write`. */
export type Scope = `${string}:${'read' | 'write'}`;

/**
 * Generic index names of the one table; keys files name them by access pattern. The first ones hold keys, for items that
 * change: lists read the items by key. The others hold whole items, for items that are written once.
 */
export const KEY_INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4'] as const;
export const ITEM_INDEXES = ['gsi5', 'gsi6'] as const;
export const INDEXES = [...KEY_INDEXES, ...ITEM_INDEXES] as const;

/** The attribute with the epoch second from which DynamoDB may remove an item. */
export const TTL_ATTRIBUTE = 'expiresAtEpoch';

/** Sources on the bus. CI systems outside use names that begin with CI_SOURCE_PREFIX. */
export const SOURCE_PREFIX = 'windlass.';
export const CI_SOURCE_PREFIX = 'ci.';

/** Our own metrics, besides those of AWS, by stage. */
export const METRIC_NAMESPACE = 'Windlass';
export const METRICS = {
  /** Outside events about nothing of ours. */
  unmatched: 'OutsideEventsUnmatched',
  /** Outside events whose payload does not have the shape that their sender documents. */
  unread: 'OutsideEventsUnread',
  /** Releases that reached a status, by status. */
  releases: 'Releases',
  /** Seconds that a release waited, by the reason of the wait. */
  waited: 'ReleaseWait',
  /** Releases that paused because a task failed. */
  pausedByFailure: 'ReleasesPausedByFailure',
  /** Looks at releases that wait for builds for too long. */
  overdue: 'ReleasesOverdue',
  /** Notifications that finally failed. */
  notTold: 'NotificationsFailed',
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** ElectroDB's names of the entities by which the table's stream is filtered. */
export const OUTBOX_ENTITY = 'outboxEvent';
export const AUDIT_ENTITY = 'auditEntry';

/** Days that items are kept (DESIGN: retention is TTL). */
export const RETENTION_DAYS = {
  outbox: 90,
  audit: 3 * 365,
  /** Longer than entries, so that an old export can be checked against them. */
  auditHead: 10 * 365,
  /** Packets of evidence, in the table and in the bucket. */
  evidence: 10 * 365,
  softDeleted: 365,
  delivery: 90,
  idempotency: 1,
  knownAddress: 90,
  /** Longer than an execution may last and be redriven: until then a departure must find its release. */
  origin: 400,
  content: 730,
  metric: 730,
  taskLog: 90,
} as const;

/**
 * Receives of a consumer's message before the dead-letter queue, one per visibility time-out: twelve minutes for a function
 * of 30 seconds.
 */
export const CONSUMER_RECEIVES = 5;

/** Receives of a notifier's message before the dead-letter queue: one each time that it is put back. */
export const NOTIFIER_RECEIVES = 50;

/** Every environment variable a function may ask for, by its manifest. */
export const ENVIRONMENT_NAMES = [
  'STAGE',
  'TABLE_NAME',
  'EVENT_BUS_NAME',
  'CREDENTIAL_KEY_ID',
  'SIGNING_KEY_ID',
  'EVIDENCE_BUCKET',
  'ALLOWED_OUTBOUND_HOSTS',
  'TENANT_REQUESTS_PER_SECOND',
  'PUBLIC_URL',
  'SYSTEM_MAIL_FROM',
  'ALLOW_COMMON_PASSWORDS',
] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** The variable of the function behind the table's stream: the queue of records that can never be published. */
export const DEAD_LETTERS_URL = 'DEAD_LETTERS_URL';

/** The variable of functions that start state machines: the common prefix of the ARNs of all machines of the stage. */
export const STATE_MACHINE_PREFIX = 'STATE_MACHINE_PREFIX';
