// What a push adds to a branch, whichever source control system tells it; each has a reader beside this file.
export interface Push {
  /** The repository that was pushed to, by its path. */
  readonly repository?: string | undefined;
  readonly branch: string;
  /** Oldest first; of a large push, those that the system tells. */
  readonly shas: readonly string[];
}
