// Things can be deleted while something about them is still on its way: an event, a task, an answer of a service. What comes
// about one that was there and is not any more is over: it does nothing, and nobody tries it again.
import { isDomainError } from '../../entities/_base/errors.ts';

type Deletable = 'release' | 'approval' | 'webhook';

/** True for the error that says that there is none: `release.not_found`. */
export const isGone = (what: Deletable, error: unknown): boolean =>
  isDomainError(error) && error.code === `${what}.not_found`;

/** What `work` answers, or undefined when it found that gone which it is about. */
export const unlessGone = <T>(what: Deletable, work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (!isGone(what, error)) throw error;
    return undefined;
  });
