// What keeps the targets of a release from their stores once it is signed off. A person's submit lets one go in any case. Pure.

export interface SubmissionHolds {
  /** Targets wait for a person's submit, or until a time (ISO 8601). */
  readonly manualSubmission?: boolean | undefined;
  readonly submitAt?: string | undefined;
  /** Stores wait until a person has written what is new, and whether one has. */
  readonly waitForNotes?: boolean | undefined;
  readonly notesWrittenAt?: string | undefined;
}

/** Targets are handed over by a person's word, at a time, or once somebody has written what is new. */
export const isSubmissionHeld = ({
  manualSubmission,
  submitAt,
  waitForNotes,
  notesWrittenAt,
}: SubmissionHolds): boolean =>
  manualSubmission === true || submitAt !== undefined || (waitForNotes === true && notesWrittenAt === undefined);
