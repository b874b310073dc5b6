// Ignores events, tasks and answers of services about something that was deleted meanwhile; they are not retried.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { Consumer } from './bus-event.ts';

export type Deletable = 'release' | 'approval' | 'webhook' | 'component' | 'promotion';

/** True for the error that says that the subject does not exist, such as `release.not_found`. */
export const isGone = (what: Deletable, error: unknown): boolean =>
  isDomainError(error) && error.code === `${what}.not_found`;

/** The answer of `work`, or undefined when `work` found its subject deleted. */
export const unlessGone = <T>(what: Deletable, work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (!isGone(what, error)) throw error;
    return undefined;
  });

/** Wraps consumers of events about one subject, such as a release: each ignores an event whose subject was deleted. */
export const aboutOne = <Deps>(what: Deletable, consumers: Readonly<Record<string, Consumer<Deps>>>) =>
  Object.fromEntries(
    Object.entries(consumers).map(([type, consumer]): [string, Consumer<Deps>] => [
      type,
      (event, deps, delivery) => unlessGone(what, consumer(event, deps, delivery)),
    ]),
  );
