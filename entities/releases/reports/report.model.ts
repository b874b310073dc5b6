// Readers of events from outside: the fields of a payload that are read, and the report that they make. Pure zod. The table of
// all readers is entities/intake/outside-events.model.ts.
import * as z from 'zod';
import { cutTo } from '../../_base/text.ts';
import type { BuildReport } from '../builds/build-report.model.ts';
import type { StoreReport } from '../targets/target.model.ts';

/** The commits that a push adds to a branch. */
export interface Push {
  /** The repository that was pushed to, by its path. */
  readonly repository?: string | undefined;
  readonly branch: string;
  /** Oldest first; of a large push, those that the system tells. */
  readonly shas: readonly string[];
  /** The first lines of their messages, by sha. */
  readonly titles: Readonly<Record<string, string>>;
}

/** A store's word about one version. */
export interface VersionReport extends StoreReport {
  /** The store's id of the version: those of other platforms and of people have others. */
  readonly versionId: string;
  readonly storeState: string;
}

/** The sender of a report. */
export interface From {
  readonly tenantId: string;
  /** Undefined for a CI system that puts its events on the bus itself. */
  readonly integrationId?: string | undefined;
  /** On the bus, such as `ci.github`. */
  readonly source: string;
}

export interface Reports {
  readonly BUILD: BuildReport;
  readonly PUSH: Push;
  readonly VERSION: VersionReport;
}
export type About = keyof Reports;
type Read<A extends About> = A extends 'PUSH' ? readonly Push[] : Reports[A] | undefined;

export interface Reader<A extends About = About> {
  readonly about: A;
  /** Keeps the fields that are read, and no others. */
  readonly payload: z.ZodType;
  /** Throws a zod error for a payload that is not as its sender documents it; empty for one that reports nothing. */
  readonly read: (payload: unknown) => Read<A>;
}

export const reader = <A extends About, S extends z.ZodType>(
  about: A,
  payload: S,
  read: (payload: z.output<S>) => Read<A>,
): Reader<A> => ({ about, payload, read: (given) => read(payload.parse(given)) });

const MAX_TITLE = 200;

export const titlesOf = (commits: readonly (readonly [sha: string, message: string | undefined])[]) =>
  Object.fromEntries(
    commits.flatMap(([sha, message]) => (message ? [[sha, cutTo(message.split('\n')[0] ?? '', MAX_TITLE)]] : [])),
  ) as Readonly<Record<string, string>>;

const BRANCH = 'refs/heads/';

/** A push as GitHub and GitLab tell it alike. */
export const pushFields = {
  ref: z.string(),
  commits: z.array(z.object({ id: z.string(), message: z.string().optional() })).default([]),
};

/** Empty for what adds nothing to a branch: a tag, a deletion, a branch that was only cut. */
export function pushOf(
  { ref, commits }: z.output<z.ZodObject<typeof pushFields>>,
  repository: string | undefined,
): readonly Push[] {
  if (!ref.startsWith(BRANCH) || commits.length === 0) return [];
  return [
    {
      repository,
      branch: ref.slice(BRANCH.length),
      shas: commits.map(({ id }) => id),
      titles: titlesOf(commits.map(({ id, message }) => [id, message])),
    },
  ];
}
