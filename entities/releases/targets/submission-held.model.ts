// The options that hold the targets of a signed-off release back from their stores, until a person submits them. Pure.
import type { Loose } from '../../_base/table/table.ts';
import type { ReleaseItem } from '../release.entity.ts';

export type SubmissionHolds = Partial<
  Pick<Loose<ReleaseItem>, 'manualSubmission' | 'submitAt' | 'waitForNotes' | 'notesWrittenAt'>
>;

/** True while targets wait for notes that a person writes. */
export const lacksNotes = ({ waitForNotes, notesWrittenAt }: SubmissionHolds): boolean =>
  waitForNotes === true && notesWrittenAt === undefined;

/** True if targets wait for a person, a time or notes. */
export const isSubmissionHeld = (release: SubmissionHolds): boolean =>
  release.manualSubmission === true || release.submitAt !== undefined || lacksNotes(release);

/** True if the time of the target's submission has come. It waits for missing notes past that time. */
export const isDue = (
  release: SubmissionHolds & { readonly status: string },
  target: { readonly targetStatus: string; readonly submitRequestedAt?: string | undefined },
  now: number,
): boolean =>
  release.status === 'BUILD_SUBMITTED' &&
  release.submitAt !== undefined &&
  Date.parse(release.submitAt) <= now &&
  !lacksNotes(release) &&
  ['PENDING', 'BUILDING'].includes(target.targetStatus) &&
  target.submitRequestedAt === undefined;
