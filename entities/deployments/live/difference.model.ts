// The difference of two environments: for each service that is live in either, both versions, and the releases between them. Pure.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import type { VersionOrder } from '../../catalog/version-order.model.ts';
import type { LiveItem, Run } from './live.entity.ts';
import { liveRun } from './live.model.ts';

/** Releases that are named of one service. */
export const MOST_BETWEEN = 50;

/** Services of a page. */
export const MOST_PAIRS = 15;

export const differencesQuery = z.strictObject({
  ...pageQuery,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_PAIRS)
    .default(MOST_PAIRS)
    .describe(`Items per page, 1 to ${MOST_PAIRS}: for each the releases between both versions are read`),
});

const side = z.strictObject({
  deploymentId: z.string(),
  releaseId: z.string().nullable(),
  version: z.string(),
  sha: z.string().nullable(),
  since: z.iso.datetime(),
});
type Side = z.output<typeof side>;

export const differenceView = z
  .strictObject({
    serviceId: z.string(),
    service: z.string(),
    isSame: z.boolean(),
    environment: side
      .nullable()
      .describe('The live deployment in the first environment; null if nothing of the service is live there'),
    other: side.nullable(),
    ahead: z.enum(['ENVIRONMENT', 'OTHER']).nullable().describe('The one with the later version; null if unknown'),
    components: z
      .array(
        z.strictObject({
          componentId: z.string(),
          name: z.string(),
          environment: z.string().nullable().describe('The digest; null if its release does not have the component'),
          other: z.string().nullable(),
        }),
      )
      .describe('Components whose digests differ'),
    releases: z
      .array(z.strictObject({ id: z.string(), releaseKey: z.string(), version: z.string(), status: z.string() }))
      .describe(`The releases after the earlier version, up to the later one, newest first; at most ${MOST_BETWEEN}`),
  })
  .meta({ id: 'EnvironmentDifference' });
type Difference = z.output<typeof differenceView>;

const sideOf = ({ deploymentId, releaseId, version, sha, since }: Run): Side => ({
  ...{ deploymentId, version, since },
  ...{ releaseId: releaseId ?? null, sha: sha ?? null },
});

export interface Pair {
  readonly serviceId: string;
  readonly service: string;
  readonly environment: Side | null;
  readonly other: Side | null;
}

/** Pairs the live items of both, by service. */
export function pairsOf(environment: readonly LiveItem[], other: readonly LiveItem[]): Pair[] {
  const sides = (items: readonly LiveItem[]) => new Map(items.map((item) => [item.serviceId, item]));
  const [one, two] = [sides(environment), sides(other)];
  const ids = [...new Set([...one.keys(), ...two.keys()])].toSorted();
  return ids.flatMap((serviceId) => {
    const items = [one.get(serviceId), two.get(serviceId)];
    const [here, there] = items.map((item) => item && liveRun(item));
    const { service = '' } = items.find((item) => item !== undefined) ?? {};
    if (!here && !there) return [];
    return [{ serviceId, service, environment: here ? sideOf(here) : null, other: there ? sideOf(there) : null }];
  });
}

/** A release as the difference names it, with its components. */
export interface KnownRelease {
  readonly releaseId: string;
  readonly releaseKey: string;
  readonly version: string;
  readonly status: string;
  readonly components?: readonly { readonly componentId: string; readonly name: string; readonly digest: string }[];
}

function changedComponents(one: KnownRelease | undefined, other: KnownRelease | undefined): Difference['components'] {
  const [here, there] = [one, other].map((release) => new Map(release?.components?.map((c) => [c.componentId, c])));
  const ids = [...new Set([...(here?.keys() ?? []), ...(there?.keys() ?? [])])].toSorted();
  return ids.flatMap((componentId) => {
    const [mine, theirs] = [here?.get(componentId), there?.get(componentId)];
    const digests = { environment: mine?.digest ?? null, other: theirs?.digest ?? null };
    if (digests.environment === digests.other) return [];
    return [{ componentId, name: mine?.name ?? theirs?.name ?? componentId, ...digests }];
  });
}

/** Less than 0 if `one` is earlier; undefined if the scheme does not order them and neither has a release to tell by time. */
function compared(one: Side, other: Side, { isOrdered, compare }: VersionOrder): number | undefined {
  if (isOrdered(one.version) && isOrdered(other.version)) return compare(one.version, other.version);
  // Ids of releases grow with time.
  if (one.releaseId === null || other.releaseId === null) return undefined;
  return one.releaseId < other.releaseId ? -1 : 1;
}

/** `known` are releases of the service, newest first, with both ends if they have releases. */
export function differenceOf(pair: Pair, known: readonly KnownRelease[], order: VersionOrder): Difference {
  const { environment, other } = pair;
  const isSame = environment !== null && other !== null && environment.version === other.version;
  const found = (one: Side | null) => known.find(({ releaseId }) => releaseId === one?.releaseId);
  const components = environment && other ? changedComponents(found(environment), found(other)) : [];
  const way = environment && other && !isSame ? compared(environment, other, order) : undefined;
  if (!environment || !other || way === undefined || way === 0) {
    return { ...pair, isSame, ahead: null, components, releases: [] };
  }
  const [low, high] = way < 0 ? [environment, other] : [other, environment];
  const isBetween = ({ releaseId, version }: KnownRelease): boolean => {
    if (releaseId === high.releaseId) return true;
    const place: Side = { ...high, releaseId, version };
    return (compared(low, place, order) ?? 0) < 0 && (compared(place, high, order) ?? 0) < 0;
  };
  const releases = known.filter((one) => one.status !== 'CANCELLED' && isBetween(one)).slice(0, MOST_BETWEEN);
  return {
    ...pair,
    ...{ isSame, ahead: way < 0 ? 'OTHER' : 'ENVIRONMENT', components },
    releases: releases.map(({ releaseId: id, releaseKey, version, status }) => ({ id, releaseKey, version, status })),
  };
}
