// What keeps targets from their stores: a person's word, a time, or notes that nobody has written.
import { describe, expect, it } from 'vitest';
import { isToSubmit } from '../../../../entities/releases/status.model.ts';
import { isSubmissionHeld } from '../../../../entities/releases/submission-held.model.ts';

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
});
