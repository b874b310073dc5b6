// The versions of a component: a tag, its digest, semantic version and channel. Bodies, views, and the move of a tag. Pure.
// Source: Version Map of the orchestrator's entities; tags and digests are those of the OCI distribution specification.
import parse from 'semver/functions/parse.js';
import valid from 'semver/functions/valid.js';
import * as z from 'zod';
import { newId } from '../../_base/ids.ts';
import { pageQuery } from '../../_base/list.ts';
import type { New } from '../../_base/table/entity.ts';
import { digest } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { MOVE_SOURCES, type MoveSource } from '../words.model.ts';
import type { ComponentItem, ComponentTagItem, TagMoveItem } from './component.entity.ts';
import { channel, type VersioningStrategy } from './component.model.ts';

export const recordVersionBody = z.lazy(() =>
  z.strictObject({
    digest,
    semver: z
      .string()
      .max(64)
      .refine((text) => valid(text) === text, { error: 'must be a semantic version such as 1.5.0' })
      .optional()
      .describe('Default: read from the tag, if the versioning strategy says so'),
    channel: channel.optional().describe('Default: the first word of the pre-release, or else the default channel'),
  }),
);

export const listVersionsQuery = z.strictObject({
  ...pageQuery,
  channel: channel.optional(),
  digest: digest.optional().describe('The tags that have this digest now'),
});
export const findVersionsQuery = z.strictObject({ ...pageQuery, digest });
export const tagHistoryQuery = z.strictObject(pageQuery);

export const componentVersionView = z.strictObject({
  id: z.string(),
  componentId: z.string(),
  tag: z.string(),
  digest: z.string(),
  semver: z.string().nullable(),
  channel: z.string(),
  movedAt: z.iso.datetime().describe('When the tag got this digest'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  revision: z.number().int(),
});

export function viewVersion(item: ComponentTagItem): z.output<typeof componentVersionView> {
  const { tenantId: _, schemaVersion: __, versionId: id, semver, ...shown } = item;
  return { id, ...shown, semver: semver ?? null };
}

export const tagMoveView = z
  .strictObject({
    tag: z.string(),
    digest: z.string(),
    previousDigest: z.string().nullable(),
    movedAt: z.iso.datetime(),
    source: z.enum(MOVE_SOURCES),
    movedBy: z.string(),
  })
  .meta({ id: 'TagMove' });

export const viewMove = ({ tag, digest: to, previousDigest, movedAt, source, movedBy }: TagMoveItem) => ({
  ...{ tag, digest: to, previousDigest: previousDigest ?? null, movedAt, source, movedBy },
});

/** The semantic version of a tag; undefined if it has none. */
function semverOf(tag: string, { kind, tagPrefix }: VersioningStrategy): string | undefined {
  if (kind === 'MANUAL' || !tag.startsWith(tagPrefix)) return undefined;
  return valid(tag.slice(tagPrefix.length)) ?? undefined;
}

/** 1.2.0-beta.1 is of the channel beta. */
function channelOf(semver: string | undefined, { defaultChannel }: ComponentItem): string {
  const [word] = (semver === undefined ? undefined : parse(semver)?.prerelease) ?? [];
  const named = String(word ?? '').toLowerCase();
  return /^[a-z]/.test(named) && channel.safeParse(named).success ? named : defaultChannel;
}

export interface Recorded {
  readonly tag: string;
  readonly digest: string;
  readonly semver?: string | undefined;
  readonly channel?: string | undefined;
}

export interface Recording {
  readonly source: MoveSource;
  readonly movedBy: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The tag as it is recorded now, and its move if its digest is another; undefined if nothing changes. */
export interface Moved {
  readonly before: ComponentTagItem | undefined;
  readonly after: ComponentTagItem;
  readonly move?: New<TagMoveItem>;
}

export function moved(
  component: ComponentItem,
  before: ComponentTagItem | undefined,
  { tag, digest: to, ...given }: Recorded,
  { source, movedBy, at: now }: Recording,
): Moved | undefined {
  const { tenantId, componentId } = component;
  const at = isoOf(now);
  const isMove = before?.digest !== to;
  const semver = given.semver ?? before?.semver ?? semverOf(tag, component.versioningStrategy);
  const isKept = before !== undefined && given.semver === undefined;
  const named = given.channel ?? (isKept ? before.channel : channelOf(semver, component));
  if (!isMove && semver === before?.semver && named === before?.channel) return undefined;
  const after = {
    tenantId,
    componentId,
    tag,
    digest: to,
    ...(semver === undefined ? {} : { semver }),
    channel: named,
    movedAt: isMove ? at : before.movedAt,
    versionId: before?.versionId ?? newId<'ComponentVersion'>(now),
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    revision: (before?.revision ?? 0) + 1,
    schemaVersion: 1,
  };
  if (!isMove) return { before, after };
  const move = { tenantId, componentId, tag, moveId: newId<'TagMove'>(now), digest: to, movedAt: at, source, movedBy };
  return { before, after, move: { ...move, ...(before === undefined ? {} : { previousDigest: before.digest }) } };
}
