// The release and its listing. The listing is the sentinel of the unique releaseKey and carries the list entries whose
// values never change (all, service, version, type); the release itself carries only the status entry. That keeps the
// release item, which changes often, at one kilobyte and one index write.
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
  /** The tag that a hotfix is cut from, rather than from baseBranch. */
  baseTag: optional(text),
  /** The hotfix that keeps this release from its stores. */
  blockedByReleaseId: optional(text),
  blockedByReleaseKey: optional(text),
  branchSha: optional(text),
  existingBranch: optional(oneOf(EXISTING_CHOICES)),
  existingTag: optional(oneOf(EXISTING_CHOICES)),
  /** The refs that the SCM was asked to make, as `branch <name> <sha>`: only these may be the release's own. */
  askedFor: optional(list(text)),
  platforms: list(text),
  iOSEpicId: optional(text),
  androidEpicId: optional(text),
  webEpicId: optional(text),
  epicsCreatedAt: optional(text),
  regressionCycle: number,
  signedOffCycle: optional(number),
  /** Head of the release branch when the last cycle's commits were read, and that cycle. */
  listedSha: optional(text),
  listedCycle: optional(number),
  /** The commit that the stores were given, fixed when the release was submitted. */
  shippedSha: optional(text),
  /** Of a hotfix: its branch has what its base has not, or a person wants a build all the same. */
  hasCommits: optional(boolean),
  /** Commits pushed to the release branch that no build has yet. */
  pendingCommits: optional(list(text)),
  description: optional(text),
  plannedDate: optional(text),
  /** Of a plan given in wall time: the given text, and its zone. */
  plannedLocal: optional(text),
  plannedTimeZone: optional(text),
  autoKickoff: boolean,
  targetReleaseDate: optional(text),
  /** Of a target date given as a day or in wall time: the given text, and its zone. */
  targetLocal: optional(text),
  targetTimeZone: optional(text),
  /** For lists, which do not read the parts of a release: what it waits for, and since when. Written after the fact. */
  waitsFor: optional(oneOf(WAITS_FOR)),
  waitsSince: optional(text),
  waitsNote: optional(text),
  /** The first lines of the newest pending commits, by sha, as far as a push told them. */
  pendingTitles: optional(json),
  /** Why the last cycle that was asked about is not signed off. */
  signOffRejection: optional(map({ cycle: number, by: text, at: text, comment: optional(text) })),
  isDelayed: boolean,
  delayedReason: optional(text),
  tag: optional(text),
  releaseNotes: optional(text),
  releaseUrl: optional(text),
  releaseDate: optional(text),
  cancelReason: optional(text),
  /** Targets wait for a person's submit. */
  manualSubmission: optional(boolean),
  /** When they are handed to their stores without one. */
  submitAt: optional(text),
  waitForNotes: optional(boolean),
  /** When a person first wrote notes, of those that still have some. */
  notesWrittenAt: optional(text),
  /** Of a version that some users have, and not all that it was meant for. */
  outcome: optional(oneOf(OUTCOMES)),
  publishError: optional(text),
  /** Sentences that people should read before they go on. */
  warnings: optional(list(text)),
  createdByAccountId: text,
  createdByName: optional(text),
  kickedOffAt: optional(text),
  kickedOffBy: optional(text),
});

export const releaseListingDefinition = defineRecord('releaseListing', releaseListingKeys, {
  releaseKey: text,
  releaseId: text,
  /** Archived releases leave the shelf that lists show; what holds a version beside a key of another name was never on it. */
  shelf: oneOf(['RELEASES', 'ARCHIVE', 'VERSIONS']),
  service: text,
  version: text,
  releaseType: oneOf(RELEASE_TYPES),
});

export type ReleaseItem = ItemOf<typeof releaseDefinition>;
