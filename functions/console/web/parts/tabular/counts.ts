// Counts in words. Pure.

/** `1 commit`, `2 commits`; `No commits`. */
export const commitsOf = (count: number): string => `${count === 0 ? 'No' : count} commit${count === 1 ? '' : 's'}`;
