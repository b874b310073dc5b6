// The reasons that hold targets back from their stores: a person's submit, a time, or missing notes.
import { describe, expect, it } from 'vitest';
import { isToSubmit } from '../../../../../entities/releases/lifecycle/next-step.model.ts';
import { isDue, isSubmissionHeld } from '../../../../../entities/releases/targets/submission-held.model.ts';

const target = { targetIntegrationId: 't', targetStatus: 'PENDING' } as const;

describe('a submission', () => {
  it.each([
    ['without conditions', {}, false],
    ['by hand', { manualSubmission: true }, true],
    ['at a time', { submitAt: '2026-03-01T00:00:00Z' }, true],
    ['that waits for notes (W10)', { waitForNotes: true }, true],
    ['that has the notes that it waited for (W10)', { waitForNotes: true, notesWrittenAt: 'x' }, false],
    ['that need not wait for notes (W10)', { waitForNotes: false }, false],
  ])('%s: %j is held: %s', (_, release, isHeld) => {
    expect(isSubmissionHeld(release)).toBe(isHeld);
    expect(isToSubmit(release, target)).toBe(!isHeld);
    expect(isToSubmit(release, { ...target, submitRequestedAt: 'x' })).toBe(true);
  });

  const submitAt = '2026-03-01T00:00:00Z';
  it.each([
    ['at its time', {}, {}, true],
    ['a second before it', { submitAt: '2026-03-01T00:00:01Z' }, {}, false],
    ['past it, while notes are waited for (W10)', { waitForNotes: true }, {}, false],
    ['past it, once the notes are written (W10)', { waitForNotes: true, notesWrittenAt: 'x' }, {}, true],
    ['of a release that was cancelled meanwhile', { status: 'CANCELLED' }, {}, false],
    ['that somebody has asked for already', {}, { submitRequestedAt: 'x' }, false],
    ['that the store has', {}, { targetStatus: 'SUBMITTED' }, false],
  ])('%s is due: %j, %j: %s', (_, release, changed, is) => {
    const now = Date.parse(submitAt);
    expect(isDue({ status: 'BUILD_SUBMITTED', submitAt, ...release }, { ...target, ...changed }, now)).toBe(is);
  });
});
