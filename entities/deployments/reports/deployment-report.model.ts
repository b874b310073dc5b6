// A report on a deployment, from whatever system: its status at a time, and what else it tells. Pure.
import type { ReportedStatus } from '../words.model.ts';

/** Of several reports, each fact is that of the latest which tells it. */
export interface Facts {
  readonly version?: string | undefined;
  readonly sha?: string | undefined;
  readonly digest?: string | undefined;
  readonly strategy?: 'ALL_AT_ONCE' | 'ROLLING' | 'CANARY' | 'BLUE_GREEN' | undefined;
  readonly rollbackOf?: string | undefined;
  readonly reason?: string | undefined;
  readonly url?: string | undefined;
  readonly logUrl?: string | undefined;
  readonly by?: { readonly type: string; readonly id: string; readonly name: string } | undefined;
}

/** Times are ISO 8601 in UTC with milliseconds, so that they sort as texts. */
export interface DeploymentReport extends Facts {
  readonly status: ReportedStatus;
  /** Since when it has the status. */
  readonly at: string;
  readonly requestedAt?: string | undefined;
  readonly startedAt?: string | undefined;
}

export interface DeploymentSource {
  readonly provider: string;
  readonly repository?: string | undefined;
  readonly externalId: string;
}

/** A report of another system, which names the environment and, in its own words, the service. */
export interface OutsideDeployment extends Facts {
  readonly source: DeploymentSource;
  /** REMOVED: the service was taken down, and nothing took its place. */
  readonly status: ReportedStatus | 'REMOVED';
  /** Undefined if the event has no time: then that of its arrival counts. */
  readonly at?: string | undefined;
  readonly requestedAt?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly environment: string;
  /** Texts that may be the slug of the service, the most certain first. */
  readonly services: readonly string[];
  /** The ids that the provider has for the repository, or its path. */
  readonly repositoryIds: readonly string[];
  /** A branch or tag. */
  readonly ref?: string | undefined;
  /** REMOVED: this deployment was taken down, and what took its place was not. */
  readonly isOfOne?: true | undefined;
  /** The deployment takes the place of the one that was live, which did not do. */
  readonly isRollback?: true | undefined;
}
