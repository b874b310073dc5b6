// By what a driven release is known in the outside world, and what is expected of it.
import type { Counts } from './counts.ts';
import type { OutcomeOf } from './outcome.ts';
import { type DrivenRelease, targetOf } from './steps.ts';

export function factsOf({ release }: DrivenRelease, counts: Counts): OutcomeOf {
  const { version, releaseKey, iOSEpicId, androidEpicId } = release;
  const epics = [iOSEpicId, androidEpicId].filter((key) => key !== undefined);
  const reviewSubmissionId = targetOf(release, 'APP_STORE')?.submissionId;
  return { version, releaseKey, epics, counts, reviewSubmissionId };
}
