// GitHub's `push` (docs.github.com, "Webhook events and payloads", push) as what it adds to a branch.
import * as z from 'zod';

const BRANCH = 'refs/heads/';

const schema = z.looseObject({
  ref: z.string(),
  deleted: z.boolean().optional(),
  commits: z.array(z.looseObject({ id: z.string() })).default([]),
});

export interface Push {
  readonly branch: string;
  readonly shas: readonly string[];
}

/** Undefined for what adds nothing to a branch: a tag, a deletion, a branch that was only cut. */
export function readGithubPush(payload: unknown): Push | undefined {
  const { ref, deleted, commits } = schema.parse(payload);
  if (!ref.startsWith(BRANCH) || deleted === true || commits.length === 0) return undefined;
  return { branch: ref.slice(BRANCH.length), shas: commits.map(({ id }) => id) };
}
