// Constants that infrastructure and runtime share. Imports nothing, so that both may import it.

/** The base paths of the surfaces of the HTTP API. */
export const SURFACES = { v1: '/api/v1/{tenant}', open: '/api' } as const;
export type SurfaceName = keyof typeof SURFACES;

/** Roles of a membership, strongest first; CI stands beside them and may do only what a route allows it explicitly. */
export const ROLES = ['ADMIN', 'LEAD', 'DEVELOPER', 'VIEWER', 'CI'] as const;
export type Role = (typeof ROLES)[number];

/** Of two roles of a person the one that may less: a token may do no more than it was issued for, nor more than its person. */
export const weakerOf = (one: Role, other: Role): Role => (ROLES.indexOf(one) > ROLES.indexOf(other) ? one : other);

/** The right of a credential to read or to change what a domain owns, e.g. `trains:write`. */
export type Scope = `${string}:${'read' | 'write'}`;

/**
 * Generic index names of the one table; keys files name them after the access pattern. The first hold keys, for items that change:
 * lists read them by key. The others hold whole items, for those that are written once.
 */
export const KEY_INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4'] as const;
export const ITEM_INDEXES = ['gsi5', 'gsi6'] as const;
export const INDEXES = [...KEY_INDEXES, ...ITEM_INDEXES] as const;

/** Attribute that holds the second (epoch seconds) from which DynamoDB may remove an item. */
export const TTL_ATTRIBUTE = 'expiresAtEpoch';

/** Sources on the bus. Outside CI systems use anything that begins with CI_SOURCE_PREFIX. */
export const SOURCE_PREFIX = 'windlass.';
export const CI_SOURCE_PREFIX = 'ci.';

/** Our own metrics of functions, beside those of AWS, by stage. */
export const METRIC_NAMESPACE = 'Windlass';
export const METRICS = {
  /** Events of CI systems and stores that are about nothing of ours. */
  unmatched: 'OutsideEventsUnmatched',
  /** Events whose payload is not as their sender documents it. */
  unread: 'OutsideEventsUnread',
  /** Releases that came to rest in a status, by status. */
  releases: 'Releases',
  /** Seconds that a release waited, by what it waited for. */
  waited: 'ReleaseWait',
  /** Releases that paused because a task failed. */
  pausedByFailure: 'ReleasesPausedByFailure',
  /** Looks at releases that wait for their builds longer than builds take. */
  overdue: 'ReleasesOverdue',
  /** Messages that were given up. */
  notTold: 'NotificationsFailed',
} as const;
export type MetricName = (typeof METRICS)[keyof typeof METRICS];

/** ElectroDB's name of the outbox entity, by which the table stream is filtered. */
export const OUTBOX_ENTITY = 'outboxEvent';

/** Days that items are kept (DESIGN: retention is TTL). */
export const RETENTION_DAYS = {
  outbox: 90,
  audit: 3 * 365,
  softDeleted: 365,
  delivery: 90,
  idempotency: 1,
  /** Longer than an execution of Step Functions may last and be redriven: until then a departure must find its release. */
  origin: 400,
} as const;

/** Receives of a consumer's message before it is dead, one per visibility timeout: twelve minutes for a function of 30 seconds. */
export const CONSUMER_RECEIVES = 5;

/** Receives of a notifier's message before it is dead: one for each time that it defers itself. */
export const NOTIFIER_RECEIVES = 50;

/** Every environment variable a function may ask for, by its manifest. */
export const ENVIRONMENT_NAMES = [
  'STAGE',
  'TABLE_NAME',
  'EVENT_BUS_NAME',
  'CREDENTIAL_KEY_ID',
  'ALLOWED_OUTBOUND_HOSTS',
  'TENANT_REQUESTS_PER_SECOND',
  'PUBLIC_URL',
] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** The variable of the function behind the table's stream: the queue of records that can never be published. */
export const DEAD_LETTERS_URL = 'DEAD_LETTERS_URL';

/** The variable of functions that start state machines: the ARN of every machine of the stage, without its name. */
export const STATE_MACHINE_PREFIX = 'STATE_MACHINE_PREFIX';
