// Says what holds targets of a signed-off release back from their stores. A person's submit always lets one go. Pure.

export interface SubmissionHolds {
  /** Targets wait for a person's submit, or until a time (ISO 8601). */
  readonly manualSubmission?: boolean | undefined;
  readonly submitAt?: string | undefined;
  /** True if stores wait until a person has written notes; and when one has. */
  readonly waitForNotes?: boolean | undefined;
  readonly notesWrittenAt?: string | undefined;
}

const lacksNotes = ({ waitForNotes, notesWrittenAt }: SubmissionHolds): boolean =>
  waitForNotes === true && notesWrittenAt === undefined;

/** Targets are handed over by a person's word, at a time, or once somebody has written what is new. */
export const isSubmissionHeld = (release: SubmissionHolds): boolean =>
  release.manualSubmission === true || release.submitAt !== undefined || lacksNotes(release);

interface Held extends SubmissionHolds {
  readonly status: string;
}

/** The time has come at which the target is handed over. Notes that it waits for, it waits for past that time too. */
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
