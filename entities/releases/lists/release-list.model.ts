// The filters of `GET /releases`, and the decision whether a release fits them. Pure.
import * as z from 'zod';
import { anyOf, flag, pageQuery } from '../../_base/list.ts';
import { reference } from '../../_base/text.ts';
import { slug } from '../../catalog/services/service.model.ts';
import {
  ONGOING_STATUSES,
  RELEASE_STATUSES,
  RELEASE_TYPES,
  type ReleaseStatus,
  WAITS_FOR,
} from '../lifecycle/status.model.ts';
import { version } from '../planning/release-body.model.ts';
import type { ReleaseItem } from '../release.entity.ts';

export const listReleasesQuery = z.strictObject({
  ...pageQuery,
  status: anyOf(RELEASE_STATUSES)
    .optional()
    .describe('One or more, separated by commas; archived releases only if ARCHIVED is named'),
  service: slug.optional(),
  version: version.optional(),
  type: z.enum(RELEASE_TYPES).optional(),
  pilot: reference.optional().describe('The id of the release pilot: releases under way, unless `status` names others'),
  isPaused: flag.optional().describe('true: paused releases under way, unless `status` names others'),
  isDelayed: flag.optional().describe('true: late releases under way, unless `status` names others'),
  waitsFor: anyOf(WAITS_FOR)
    .optional()
    .describe('The waits of releases under way: one or more, separated by commas. May lag by a moment'),
});
export type ListReleasesQuery = z.output<typeof listReleasesQuery>;
type Filters = Omit<ListReleasesQuery, 'limit' | 'cursor'>;

/** The statuses that a list with filters for releases under way reads; undefined for other lists. */
export const statusesUnderWay = ({
  pilot,
  isPaused,
  isDelayed,
  waitsFor,
}: Filters): readonly ReleaseStatus[] | undefined =>
  isPaused || isDelayed || (pilot ?? waitsFor) !== undefined ? ONGOING_STATUSES : undefined;

/** Checks the item itself, as an index may lag behind a change of status. */
export function matchesFilters(item: ReleaseItem, filters: Filters): boolean {
  const { status, service: name, version: of, type, pilot, isPaused, isDelayed, waitsFor } = filters;
  const statuses = status ?? statusesUnderWay(filters);
  return (
    (statuses === undefined ? item.status !== 'ARCHIVED' : statuses.includes(item.status)) &&
    (name ?? item.service) === item.service &&
    (of ?? item.version) === item.version &&
    (type ?? item.releaseType) === item.releaseType &&
    (pilot ?? item.releasePilotId) === item.releasePilotId &&
    (isPaused ?? item.isPaused) === item.isPaused &&
    (isDelayed ?? item.isDelayed) === item.isDelayed &&
    (waitsFor === undefined || (item.waitsFor !== undefined && waitsFor.includes(item.waitsFor)))
  );
}
