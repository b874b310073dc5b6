// The release and its listing. The listing makes the releaseKey unique and is in the indexes whose values never change (all, service,
// version, type); the release is only in the index by status. So a change of a release writes one kilobyte and at most one index.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import {
  EXISTING_CHOICES,
  OUTCOMES,
  PAUSE_REASONS,
  RELEASE_STATUSES,
  RELEASE_TYPES,
  WAITS_FOR,
} from './lifecycle/status.model.ts';
import { releaseKeys, releaseListingKeys } from './release.keys.ts';

export const releaseDefinition = defineEntity('release', releaseKeys, {
  releaseId: text,
  releaseKey: text,
  service: text,
  version: text,
  releaseType: oneOf(RELEASE_TYPES),
  status: oneOf(RELEASE_STATUSES),
  isPaused: boolean,
  pauseReason: optional(oneOf(PAUSE_REASONS)),
  pauseError: optional(text),
  scmIntegrationId: text,
  primaryTargetId: text,
  communicationIntegrationId: optional(text),
  ticketIntegrationId: optional(text),
  releasePilotId: optional(text),
  baseVersion: optional(text),
  baseBranch: text,
  branchRelease: text,
  branchCodepush: optional(text),
  /** The tag from which a hotfix is cut, instead of baseBranch. */
  baseTag: optional(text),
  /** The hotfix that keeps this release from its stores. */
  blockedByReleaseId: optional(text),
  blockedByReleaseKey: optional(text),
  branchSha: optional(text),
  existingBranch: optional(oneOf(EXISTING_CHOICES)),
  existingTag: optional(oneOf(EXISTING_CHOICES)),
  /** The refs that the SCM was asked to make, as `branch <name> <sha>`: only these may have been made by the release. */
  askedFor: optional(list(text)),
  platforms: list(text),
  /** See release-components.model.ts. */
  components: optional(json),
  iOSEpicId: optional(text),
  androidEpicId: optional(text),
  webEpicId: optional(text),
  serverEpicId: optional(text),
  epicsCreatedAt: optional(text),
  regressionCycle: number,
  signedOffCycle: optional(number),
  /** The head of the release branch when the commits of the last cycle were read, and that cycle. */
  listedSha: optional(text),
  listedCycle: optional(number),
  /** The commit of the submission. */
  shippedSha: optional(text),
  /** True for a hotfix whose branch has commits beyond its base, or that a person builds without any. */
  hasCommits: optional(boolean),
  /** Commits on the release branch without a build. */
  pendingCommits: optional(list(text)),
  description: optional(text),
  plannedDate: optional(text),
  /** For a plannedDate in wall time: the given text and its zone. */
  plannedLocal: optional(text),
  plannedTimeZone: optional(text),
  autoKickoff: boolean,
  targetReleaseDate: optional(text),
  /** For a targetReleaseDate as a day or in wall time: the given text and its zone. */
  targetLocal: optional(text),
  targetTimeZone: optional(text),
  /** The wait for lists, which do not read the parts of a release. It is written after the change, so it may lag behind. */
  waitsFor: optional(oneOf(WAITS_FOR)),
  waitsSince: optional(text),
  waitsNote: optional(text),
  /** The titles of the newest pending commits, by sha, as far as pushes told them. */
  pendingTitles: optional(json),
  /** The rejection of the last sign-off that was requested. */
  signOffRejection: optional(map({ cycle: number, by: text, at: text, comment: optional(text) })),
  isDelayed: boolean,
  delayedReason: optional(text),
  tag: optional(text),
  releaseNotes: optional(text),
  releaseUrl: optional(text),
  releaseDate: optional(text),
  cancelReason: optional(text),
  /** True if targets wait for a person's submit. */
  manualSubmission: optional(boolean),
  /** The time until which targets wait. */
  submitAt: optional(text),
  waitForNotes: optional(boolean),
  /** The time of the first notes by a person. */
  notesWrittenAt: optional(text),
  /** Set if not all intended users got the version. */
  outcome: optional(oneOf(OUTCOMES)),
  publishError: optional(text),
  /** Warnings for people before they go on. */
  warnings: optional(list(text)),
  createdByAccountId: text,
  createdByName: optional(text),
  kickedOffAt: optional(text),
  kickedOffBy: optional(text),
  /** See steps.model.ts. */
  reachedAt: optional(json),
});

export const releaseListingDefinition = defineRecord(
  'releaseListing',
  releaseListingKeys,
  {
    releaseKey: text,
    releaseId: text,
    /** Lists show RELEASES; an archived release is on ARCHIVE. VERSIONS holds the version of a release with a key of its own. */
    shelf: oneOf(['RELEASES', 'ARCHIVE', 'VERSIONS']),
    service: text,
    version: text,
    releaseType: oneOf(RELEASE_TYPES),
  },
  // Version 2 is in the index by key: a migration adds the keys of its indexes.
  [(item) => item],
);

export type ReleaseItem = ItemOf<typeof releaseDefinition>;
