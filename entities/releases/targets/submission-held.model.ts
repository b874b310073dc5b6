// The options that hold the targets of a signed-off release back from their stores, until a person submits them. Pure.

export interface SubmissionHolds {
  /** True if targets wait for a person's submit; or the time (ISO 8601) until which they wait. */
  readonly manualSubmission?: boolean | undefined;
  readonly submitAt?: string | undefined;
  /** True if targets wait for a person's notes; and the time of these notes. */
  readonly waitForNotes?: boolean | undefined;
  readonly notesWrittenAt?: string | undefined;
}

const lacksNotes = ({ waitForNotes, notesWrittenAt }: SubmissionHolds): boolean =>
  waitForNotes === true && notesWrittenAt === undefined;

/** True if targets wait for a person, a time or notes. */
export const isSubmissionHeld = (release: SubmissionHolds): boolean =>
  release.manualSubmission === true || release.submitAt !== undefined || lacksNotes(release);

interface Held extends SubmissionHolds {
  readonly status: string;
}

/** True if the time of the target's submission has come. It waits for missing notes past that time. */
export const isDue = (
  release: Held,
  target: { readonly targetStatus: string; readonly submitRequestedAt?: string | undefined },
  now: number,
): boolean =>
  release.status === 'BUILD_SUBMITTED' &&
  release.submitAt !== undefined &&
  Date.parse(release.submitAt) <= now &&
  !lacksNotes(release) &&
  ['PENDING', 'BUILDING'].includes(target.targetStatus) &&
  target.submitRequestedAt === undefined;
