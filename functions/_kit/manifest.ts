// The manifest of a domain: pure data from which CDK, the router, the authorizer, OpenAPI and the tests derive. A
// function's events, permissions and needs are written once, in `functions/<domain>/manifest.ts`.
import type * as z from 'zod';
import {
  type EnvironmentName,
  type MetricName,
  type Role,
  type Scope,
  SURFACES,
  type SurfaceName,
} from '../../entities/names.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The callers that a route allows: this role or a stronger one, with this scope; CI only where it says so. */
export interface Access {
  readonly role: Exclude<Role, 'CI'>;
  readonly scope: Scope;
  readonly ci?: true;
}

export interface Route {
  readonly method: Method;
  /** Below the base of its surface, with parameters in braces, e.g. `/releases/{release}/kickoff`. */
  readonly path: string;
  readonly summary: string;
  /**
   * SIGNED and OPEN routes have no authorizer: the operation verifies the sender's signature itself, or answers the same to
   * everybody.
   */
  readonly access: Access | 'SIGNED' | 'OPEN';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The success status and the shape of its body (none for 204). */
  readonly status: 200 | 201 | 202 | 204;
  readonly reply?: z.ZodType;
}

/** A rule on the bus whose events reach the domain's `events` function through a queue of its own. */
export interface Subscription {
  readonly source: readonly (string | { readonly prefix: string })[];
  readonly detailTypes?: readonly string[];
  /** By field of the detail, the values of which it must have one (a list: hold one), e.g. `{ channels: ['SLACK'] }`. */
  readonly detail?: Readonly<Record<string, readonly string[]>>;
  /** Detail-types whose consumers also hear of a deleted tenant, to remove what is left. */
  readonly evenIfDeleted?: readonly string[];
}

/** The work of a state-machine task. It runs for a deleted tenant only if it says so. */
export type TaskSpec = string | { readonly does: string; readonly evenIfDeleted: true };

/**
 * A function's permissions on stateful resources; constructs turn each into a grant. `bus:publish` is for our events,
 * `bus:forward` for what others told us.
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
  | 'queue:defer'
  | 'mail:send';

export interface LambdaSpec {
  /** The meaning of this function's errors for a user; the function's description and the text of alarms. */
  readonly impact: string;
  /** The environment the function needs: keys are of ENVIRONMENT_NAMES. Typed for the runtime and checked by CDK. */
  readonly environment: z.ZodObject<Partial<Record<EnvironmentName, z.ZodType>>>;
  readonly grants: readonly Grant[];
  /** State machines, of any domain, that it starts executions of. */
  readonly starts?: readonly string[];
  /** State machines whose task tokens it answers. */
  readonly answers?: readonly string[];
  /** Where the role's own of LIMITS do not fit. */
  readonly timeoutSeconds?: number;
  readonly memoryMb?: number;
}

/** An alarm on metrics of our own (METRICS): in an hour, together `threshold` or more. */
export interface AlarmSpec {
  readonly metrics: readonly MetricName[];
  readonly threshold: number;
  /** The effect that a user notices. */
  readonly impact: string;
  /** A section of infra/RUNBOOK.md. */
  readonly runbook: string;
}

export type LambdaRole = 'api' | 'events' | 'tasks' | 'authorizer' | 'stream';

const LIMITS: Readonly<Record<LambdaRole, Required<Pick<LambdaSpec, 'timeoutSeconds' | 'memoryMb'>>>> = {
  api: { timeoutSeconds: 10, memoryMb: 512 },
  events: { timeoutSeconds: 30, memoryMb: 256 },
  tasks: { timeoutSeconds: 30, memoryMb: 512 },
  authorizer: { timeoutSeconds: 5, memoryMb: 512 },
  stream: { timeoutSeconds: 60, memoryMb: 256 },
};

/** The time and memory of a function: its own, else those of its role. */
export const limitsOf = (role: LambdaRole, { timeoutSeconds, memoryMb }: LambdaSpec) => ({
  timeoutSeconds: timeoutSeconds ?? LIMITS[role].timeoutSeconds,
  memoryMb: memoryMb ?? LIMITS[role].memoryMb,
});

/** The handler file of a function, below `functions/`. */
export const entryOf = (domain: string, role: string): string => `${domain}/${role}.handler.ts`;

export interface Manifest {
  readonly domain: string;
  /** Of its routes; v1 by default. */
  readonly surface?: SurfaceName;
  readonly routes: Readonly<Record<string, Route>>;
  /** Its `api` function also answers requests that no domain has a route for. */
  readonly answersUnknownRoutes?: true;
  /** By name: a rule each, and one queue for all. */
  readonly subscriptions: Readonly<Record<string, Subscription>>;
  /** State-machine tasks by name. */
  readonly tasks: Readonly<Record<string, TaskSpec>>;
  /** Its state machines, by the names of their folders in statemachines/. They are deployed with the domain. */
  readonly machines?: readonly string[];
  readonly lambdas: Readonly<Partial<Record<LambdaRole, LambdaSpec>>>;
  /** By name, beside those that every queue and machine has. */
  readonly alarms?: Readonly<Record<string, AlarmSpec>>;
}

/** The path that the routes of a manifest stand below. */
export const baseOf = ({ surface = 'v1' }: Pick<Manifest, 'domain' | 'surface'>): string => SURFACES[surface];

/** The handler files of all functions of `manifests`. */
export const entriesOf = (manifests: readonly Manifest[]): readonly string[] =>
  manifests.flatMap(({ domain, lambdas }) => Object.keys(lambdas).map((role) => entryOf(domain, role)));

/** Types a manifest exactly as written, so that operation names and schemas reach the handlers. */
export const defineManifest = <const M extends Manifest>(manifest: M): M => manifest;
