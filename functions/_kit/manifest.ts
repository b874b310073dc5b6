// The manifest of a domain: pure data from which CDK, the router, the authorizer, OpenAPI and the tests derive everything.
// A function's events, permissions and environment are written once, in `functions/<domain>/manifest.ts`.
import type * as z from 'zod';
import type { ErrorFactory } from '../../entities/_base/errors.ts';
import {
  type CallerRole,
  type EnvironmentName,
  type MetricName,
  type Scope,
  SURFACES,
  type SurfaceName,
} from '../../entities/names.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * The callers that a route allows: users of this role or a stronger one whose credential has the scope; for AGENT, agents alone. CI
 * only if the route says so.
 */
export interface Access {
  readonly role: Exclude<CallerRole, 'CI'>;
  readonly scope: Scope;
  readonly ci?: true;
}

export interface Route {
  readonly method: Method;
  /** Path after the surface's base path, with parameters in braces, e.g. `/releases/{release}/kickoff`. */
  readonly path: string;
  readonly summary: string;
  /**
   * SIGNED and OPEN routes have no authorizer. The operation of a SIGNED route verifies the sender's signature; that of an
   * OPEN route, such as a sign-in, gets a visitor instead of a caller.
   */
  readonly access: Access | 'SIGNED' | 'OPEN';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The success status and the shape of its body (none for 204). */
  readonly status: 200 | 201 | 202 | 204;
  readonly reply?: z.ZodType;
  /**
   * The body of the answer, with status 200, to a request with `dryRun=true` in its query: the operation decides as always and saves
   * nothing.
   */
  readonly dryReply?: z.ZodType;
  /** The refusals of the operation, besides those of the kit (`refusalsOf`). The tests of the API fail at any other. */
  readonly errors?: readonly ErrorFactory[];
  /** False for a change of something without a revision: it takes no If-Match. */
  readonly hasRevision?: false;
  /** A session starts, ends, or gets a new secret: the console gets its cookie set or deleted. */
  readonly setsCookie?: true;
  /** The content type of a body that is not JSON, e.g. `text/csv`. */
  readonly produces?: string;
}

/** A rule on the bus whose events reach the domain's `events` function through a queue of its own. */
export interface Subscription {
  readonly source: readonly (string | { readonly prefix: string })[];
  readonly detailTypes?: readonly string[];
  /** The detail-types of events from outside, if not all of the source. */
  readonly outsideTypes?: readonly (string | { readonly prefix: string })[];
  /**
   * The allowed values per field of the detail, e.g. `{ channels: ['SLACK'] }`. A field that is a list must hold one of
   * them.
   */
  readonly detail?: Readonly<Record<string, readonly string[]>>;
  /** Detail-types that are also consumed for a deleted tenant, so that its data is removed. */
  readonly evenIfDeleted?: readonly string[];
}

/** A task of a state machine. It runs for a deleted tenant only with `evenIfDeleted`. */
export type TaskSpec = string | { readonly does: string; readonly evenIfDeleted: true };

/**
 * A function's permissions on stateful resources; constructs turn each into a grant. `bus:publish` is for our own events,
 * `bus:forward` for outside events. `audit:seal` alone puts sealed audit entries; `evidence:check` reads the public key. `evidence:keep` puts
 * objects into the bucket of evidence, `evidence:read` gets them; no function may delete one.
 */
export type Grant =
  | 'table:read'
  | 'table:put'
  | 'table:update'
  | 'table:delete'
  | 'table:check'
  | 'bus:publish'
  | 'bus:forward'
  | 'credentials:seal'
  | 'credentials:open'
  | 'audit:seal'
  | 'evidence:sign'
  | 'evidence:check'
  | 'evidence:keep'
  | 'evidence:read'
  | 'queue:defer'
  | 'mail:send';

/** A file that infra/documents/ makes, from all manifests or a list of others. */
export type DocumentName = 'commonPasswords' | 'console' | 'docs' | 'openapi' | 'permissions';

export interface LambdaSpec {
  /** The effect of this function's errors on users. Becomes the function's description and the text of its alarms. */
  readonly impact: string;
  /**
   * The schema of the function's environment; its keys are of ENVIRONMENT_NAMES. It types the runtime, and CDK checks it.
   */
  readonly environment: z.ZodObject<Partial<Record<EnvironmentName, z.ZodType>>>;
  readonly grants: readonly Grant[];
  /** Bundled beside the function's code, which reads them with `readDocument`. */
  readonly documents?: readonly DocumentName[];
  /** State machines of any domain that the function starts. */
  readonly starts?: readonly string[];
  /** State machines whose task tokens the function answers. */
  readonly answers?: readonly string[];
  /** State machines whose waits the function keeps alive by heartbeats. */
  readonly keepsAlive?: readonly string[];
  /** Set only where the LIMITS of the role do not fit. */
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
}

/** New items of one kind that the table's stream brings to the `stream` function. A stream has two readers at most. */
export interface StreamSpec {
  readonly kind: string;
  /** Records are gathered for so long. */
  readonly windowSeconds?: number;
  /** Batches of a shard at the same time; records of one partition key stay in order. */
  readonly lanes: number;
}

/** An alarm on our own metrics (METRICS): raised when their sum within an hour is `threshold` or more. */
export interface AlarmSpec {
  readonly metrics: readonly MetricName[];
  readonly threshold: number;
  /** The effect on users. */
  readonly impact: string;
  /** The section of infra/RUNBOOK.md that explains it. */
  readonly runbook: string;
}

export type LambdaRole = 'api' | 'events' | 'tasks' | 'authorizer' | 'stream';

const LIMITS: Readonly<Record<LambdaRole, Required<Pick<LambdaSpec, 'timeoutSeconds' | 'memoryMb'>>>> = {
  api: { timeoutSeconds: 10, memoryMb: 512 },
  events: { timeoutSeconds: 30, memoryMb: 256 },
  tasks: { timeoutSeconds: 30, memoryMb: 512 },
  // It is asked before every request: a slow answer is better than the 500 that API Gateway gives in its place.
  authorizer: { timeoutSeconds: 10, memoryMb: 512 },
  stream: { timeoutSeconds: 60, memoryMb: 256 },
};

/** Time-out and memory of a function: its own, otherwise those of its role. */
export const limitsOf = (role: LambdaRole, { timeoutSeconds, memoryMb }: LambdaSpec) => ({
  timeoutSeconds: timeoutSeconds ?? LIMITS[role].timeoutSeconds,
  memoryMb: memoryMb ?? LIMITS[role].memoryMb,
});

/** The handler file of a function, below `functions/`. */
export const entryOf = (domain: string, role: string): string => `${domain}/${role}.handler.ts`;

export interface Manifest {
  readonly domain: string;
  /** The surface of its routes; v1 by default. */
  readonly surface?: SurfaceName;
  readonly routes: Readonly<Record<string, Route>>;
  /** True if its `api` function also answers requests that fit no domain's routes. */
  readonly answersUnknownRoutes?: true;
  /** Subscriptions by name. Each has its own rule; all share one queue. */
  readonly subscriptions: Readonly<Record<string, Subscription>>;
  readonly stream?: StreamSpec;
  /** State-machine tasks by name. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  /** State machines that are deployed with this domain, by the names of their folders in statemachines/. */
  readonly machines?: readonly string[];
  readonly lambdas: Readonly<Partial<Record<LambdaRole, LambdaSpec>>>;
  /** Alarms by name, besides those that every queue and state machine has. */
  readonly alarms?: Readonly<Record<string, AlarmSpec>>;
}

/** The base path of a manifest's routes. */
export const baseOf = ({ surface = 'v1' }: Pick<Manifest, 'domain' | 'surface'>): string => SURFACES[surface];

/** The handler files of all functions of the manifests. */
export const entriesOf = (manifests: readonly Manifest[]): readonly string[] =>
  manifests.flatMap(({ domain, lambdas }) => Object.keys(lambdas).map((role) => entryOf(domain, role)));

/** Keeps the literal types of a manifest, so that handlers know its operation names and schemas. */
export const defineManifest = <const M extends Manifest>(manifest: M): M => manifest;
