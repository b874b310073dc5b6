// The release and its listing. The listing is the sentinel of the unique releaseKey and carries the list entries whose
// values never change (all, service, version, type); the release itself carries only the status entry. That keeps the
// release item, which changes often, at one kilobyte and one index write.
import { Entity, type EntityItem } from 'electrodb';
import {
  EXISTING_CHOICES,
  OUTCOMES,
  PAUSE_REASONS,
  RELEASE_STATUSES,
  RELEASE_TYPES,
} from './lifecycle/status.model.ts';
import { WAITS_FOR } from './lifecycle/waits-for.model.ts';
import { releaseKeys, releaseListingKeys } from './release.keys.ts';

const release = {
  model: { entity: 'release', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    releaseId: { type: 'string', required: true },
    releaseKey: { type: 'string', required: true },
    service: { type: 'string', required: true },
    version: { type: 'string', required: true },
    releaseType: { type: RELEASE_TYPES, required: true },
    status: { type: RELEASE_STATUSES, required: true },
    isPaused: { type: 'boolean', required: true },
    pauseReason: { type: PAUSE_REASONS },
    pauseError: { type: 'string' },
    scmIntegrationId: { type: 'string', required: true },
    primaryTargetId: { type: 'string', required: true },
    communicationIntegrationId: { type: 'string' },
    ticketIntegrationId: { type: 'string' },
    releasePilotId: { type: 'string' },
    baseVersion: { type: 'string' },
    baseBranch: { type: 'string', required: true },
    branchRelease: { type: 'string', required: true },
    branchCodepush: { type: 'string' },
    /** The tag that a hotfix is cut from, rather than from baseBranch. */
    baseTag: { type: 'string' },
    /** The hotfix that keeps this release from its stores. */
    blockedByReleaseId: { type: 'string' },
    blockedByReleaseKey: { type: 'string' },
    branchSha: { type: 'string' },
    existingBranch: { type: EXISTING_CHOICES },
    existingTag: { type: EXISTING_CHOICES },
    /** The refs that the SCM was asked to make, as `branch <name> <sha>`: only these may be the release's own. */
    askedFor: { type: 'list', items: { type: 'string' } },
    platforms: { type: 'list', items: { type: 'string' }, required: true },
    iOSEpicId: { type: 'string' },
    androidEpicId: { type: 'string' },
    webEpicId: { type: 'string' },
    epicsCreatedAt: { type: 'string' },
    regressionCycle: { type: 'number', required: true },
    signedOffCycle: { type: 'number' },
    /** Head of the release branch when the last cycle's commits were read, and that cycle. */
    listedSha: { type: 'string' },
    listedCycle: { type: 'number' },
    /** The commit that the stores were given, fixed when the release was submitted. */
    shippedSha: { type: 'string' },
    /** Of a hotfix: its branch has what its base has not, or a person wants a build all the same. */
    hasCommits: { type: 'boolean' },
    /** Commits pushed to the release branch that no build has yet. */
    pendingCommits: { type: 'list', items: { type: 'string' } },
    description: { type: 'string' },
    plannedDate: { type: 'string' },
    /** Of a plan given in wall time: the given text, and its zone. */
    plannedLocal: { type: 'string' },
    plannedTimeZone: { type: 'string' },
    autoKickoff: { type: 'boolean', required: true },
    targetReleaseDate: { type: 'string' },
    /** Of a target date given as a day or in wall time: the given text, and its zone. */
    targetLocal: { type: 'string' },
    targetTimeZone: { type: 'string' },
    /** For lists, which do not read the parts of a release: what it waits for, and since when. Written after the fact. */
    waitsFor: { type: WAITS_FOR },
    waitsSince: { type: 'string' },
    waitsNote: { type: 'string' },
    /** The first lines of the newest pending commits, by sha, as far as a push told them. */
    pendingTitles: { type: 'any' },
    /** Why the last cycle that was asked about is not signed off. */
    signOffRejection: {
      type: 'map',
      properties: {
        cycle: { type: 'number', required: true },
        by: { type: 'string', required: true },
        at: { type: 'string', required: true },
        comment: { type: 'string' },
      },
    },
    isDelayed: { type: 'boolean', required: true },
    delayedReason: { type: 'string' },
    tag: { type: 'string' },
    releaseNotes: { type: 'string' },
    releaseUrl: { type: 'string' },
    releaseDate: { type: 'string' },
    cancelReason: { type: 'string' },
    /** Targets wait for a person's submit. */
    manualSubmission: { type: 'boolean' },
    /** When they are handed to their stores without one. */
    submitAt: { type: 'string' },
    waitForNotes: { type: 'boolean' },
    /** When a person first wrote notes, of those that still have some. */
    notesWrittenAt: { type: 'string' },
    /** Of a version that some users have, and not all that it was meant for. */
    outcome: { type: OUTCOMES },
    publishError: { type: 'string' },
    /** Sentences that people should read before they go on. */
    warnings: { type: 'list', items: { type: 'string' } },
    createdByAccountId: { type: 'string', required: true },
    createdByName: { type: 'string' },
    kickedOffAt: { type: 'string' },
    kickedOffBy: { type: 'string' },
    createdAt: { type: 'string', required: true },
    updatedAt: { type: 'string', required: true },
    revision: { type: 'number', required: true },
    schemaVersion: { type: 'number', required: true },
  },
  indexes: {
    byId: {
      collection: 'wholeRelease',
      pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseId'], template: releaseKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: [], template: releaseKeys.sk },
    },
    byStatus: {
      index: 'gsi1',
      pk: {
        field: 'gsi1pk',
        casing: 'none',
        composite: ['tenantId', 'status'],
        template: 'T#${tenantId}#RELEASES#STATUS#${status}',
      },
      sk: { field: 'gsi1sk', casing: 'none', composite: ['releaseId'], template: '${releaseId}' },
    },
  },
} as const;

const listIndex = <const Index extends string, const Attributes extends readonly string[]>(
  index: Index,
  attributes: Attributes,
  template: string,
) =>
  ({
    index,
    pk: { field: `${index}pk`, casing: 'none', composite: ['tenantId', 'shelf', ...attributes], template },
    sk: { field: `${index}sk`, casing: 'none', composite: ['releaseId'], template: '${releaseId}' },
  }) as const;

const listing = {
  model: { entity: 'releaseListing', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    releaseKey: { type: 'string', required: true },
    releaseId: { type: 'string', required: true },
    /** Archived releases leave the shelf that lists show; what holds a version beside a key of another name was never on it. */
    shelf: { type: ['RELEASES', 'ARCHIVE', 'VERSIONS'] as const, required: true },
    service: { type: 'string', required: true },
    version: { type: 'string', required: true },
    releaseType: { type: RELEASE_TYPES, required: true },
  },
  indexes: {
    byKey: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'releaseKey'], template: releaseListingKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: [], template: releaseListingKeys.sk },
    },
    all: listIndex('gsi1', [], 'T#${tenantId}#${shelf}'),
    byService: listIndex('gsi2', ['service'], 'T#${tenantId}#${shelf}#SERVICE#${service}'),
    byVersion: listIndex('gsi3', ['version'], 'T#${tenantId}#${shelf}#VERSION#${version}'),
    byType: listIndex('gsi4', ['releaseType'], 'T#${tenantId}#${shelf}#TYPE#${releaseType}'),
  },
} as const;

export const createReleaseEntity = (table: string) => new Entity(release, { table });
export const createReleaseListingEntity = (table: string) => new Entity(listing, { table });
export type ReleaseItem = EntityItem<ReturnType<typeof createReleaseEntity>>;
