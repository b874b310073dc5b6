// The commits that a push adds to a branch, for every source control system; each has a reader beside this file.
import { cutTo } from '../../../entities/_base/text.ts';

export interface Push {
  /** The repository that was pushed to, by its path. */
  readonly repository?: string | undefined;
  readonly branch: string;
  /** Oldest first; of a large push, those that the system tells. */
  readonly shas: readonly string[];
  /** The first lines of their messages, by sha. */
  readonly titles: Readonly<Record<string, string>>;
}

const MAX_TITLE = 200;

export const titlesOf = (commits: readonly (readonly [sha: string, message: string | undefined])[]) =>
  Object.fromEntries(
    commits.flatMap(([sha, message]) => (message ? [[sha, cutTo(message.split('\n')[0] ?? '', MAX_TITLE)]] : [])),
  ) as Readonly<Record<string, string>>;
