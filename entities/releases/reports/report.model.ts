// The readers of outside events: each parses a payload and makes a report of it. Pure zod. entities/intake/outside-events.model.ts lists
// all readers.
import * as z from 'zod';
import { withoutNulls } from '../../_base/json.ts';
import { cutTo } from '../../_base/text.ts';
import type { OutsideDeployment } from '../../deployments/reports/deployment-report.model.ts';
import type { BuildReport } from '../builds/build-report.model.ts';
import type { StoreReport } from '../targets/target.model.ts';

/** The repository that an event names. */
export interface NamedRepository {
  /** Its path. */
  readonly repository?: string | undefined;
  /** Its number at GitLab, by which an integration may name it, too. */
  readonly repositoryId?: string | undefined;
}

/** Services write the paths of repositories and jobs with and without slashes at their ends. */
export const trimmedPath = (path: string): string => path.split('/').filter(Boolean).join('/');

/** Whether the event names the configured repository, in any case; undefined if one of them is unknown. */
export function isOfRepository({ repository, repositoryId }: NamedRepository, configured: string | undefined) {
  if (repository === undefined || configured === undefined) return undefined;
  const wanted = trimmedPath(configured).toLowerCase();
  return wanted === trimmedPath(repository).toLowerCase() || wanted === repositoryId;
}

/** The commits that a push adds to a branch. */
export interface Push extends NamedRepository {
  readonly branch: string;
  /** Oldest first; for a large push only those that the system lists. */
  readonly shas: readonly string[];
  /** The first lines of their messages, by sha. */
  readonly titles: Readonly<Record<string, string>>;
}

/** A store's report about one version. */
export interface VersionReport extends StoreReport {
  /** The store's id of the version. */
  readonly versionId: string;
  readonly storeState: string;
  /** When the version came into the state (epoch milliseconds), if the store says so. */
  readonly at?: number | undefined;
}

/** An image that a registry got, as the registry names it. */
export interface ImagePush {
  readonly image: string;
  readonly tags: readonly string[];
}

/** The sender of a report. */
export interface From {
  readonly tenantId: string;
  /** Undefined for a CI system that puts its events on the bus itself. */
  readonly integrationId?: string | undefined;
  /** The source of the event on the bus, such as `ci.github`. */
  readonly source: string;
}

export interface Reports {
  readonly BUILD: BuildReport;
  readonly PUSH: Push;
  readonly VERSION: VersionReport;
  readonly IMAGE: ImagePush;
  readonly DEPLOYMENT: OutsideDeployment;
}
export type About = keyof Reports;
type Read<A extends About> = A extends 'PUSH' ? readonly Push[] : Reports[A] | undefined;

export interface Reader<A extends About = About> {
  readonly about: A;
  /** Keeps only the fields that are read. */
  readonly payload: z.ZodType;
  /** Throws a zod error for a payload that does not fit its documentation; empty if it reports nothing. */
  readonly read: (payload: unknown) => Read<A>;
}

export function reader<A extends About, S extends z.ZodType>(
  about: A,
  schema: S,
  read: (payload: z.output<S>) => Read<A>,
): Reader<A> {
  const payload = z.preprocess((given) => withoutNulls(given), schema);
  return { about, payload, read: (given) => read(payload.parse(given)) };
}

const MAX_TITLE = 200;

export const titlesOf = (commits: readonly (readonly [sha: string, message: string | undefined])[]) =>
  Object.fromEntries(
    commits.flatMap(([sha, message]) => (message ? [[sha, cutTo(message.split('\n')[0] ?? '', MAX_TITLE)]] : [])),
  ) as Readonly<Record<string, string>>;

const BRANCH = 'refs/heads/';

/** The fields of a push that GitHub and GitLab share. */
export const pushFields = {
  ref: z.string(),
  commits: z.array(z.object({ id: z.string(), message: z.string().optional() })).default([]),
};

/** Empty if nothing was added to a branch: for a tag, a deletion, or a new branch without new commits. */
export function pushOf(
  { ref, commits }: z.output<z.ZodObject<typeof pushFields>>,
  named: NamedRepository,
): readonly Push[] {
  if (!ref.startsWith(BRANCH) || commits.length === 0) return [];
  return [
    {
      ...named,
      branch: ref.slice(BRANCH.length),
      shas: commits.map(({ id }) => id),
      titles: titlesOf(commits.map(({ id, message }) => [id, message])),
    },
  ];
}
