// Answers the next step of a release: the first task of every execution, also of one that replaces a lost one.
import { nextStepAfter, releaseInput, type TaskDeps } from './step.ts';

export const decideNextStep = (raw: unknown, deps: TaskDeps) => nextStepAfter(releaseInput.parse(raw), deps);
