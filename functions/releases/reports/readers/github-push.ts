// GitHub's `push` (docs.github.com, "Webhook events and payloads", push) as what it adds to a branch.
import * as z from 'zod';
import { type Push, titlesOf } from '../push.ts';

const BRANCH = 'refs/heads/';

const schema = z.looseObject({
  ref: z.string(),
  deleted: z.boolean().optional(),
  commits: z.array(z.looseObject({ id: z.string(), message: z.string().optional() })).default([]),
  repository: z.looseObject({ full_name: z.string().optional() }).nullish(),
});

/** Empty for what adds nothing to a branch: a tag, a deletion, a branch that was only cut. */
export function readGithubPush(payload: unknown): readonly Push[] {
  const { ref, deleted, commits, repository } = schema.parse(payload);
  if (!ref.startsWith(BRANCH) || deleted === true || commits.length === 0) return [];
  return [
    {
      repository: repository?.full_name,
      branch: ref.slice(BRANCH.length),
      shas: commits.map(({ id }) => id),
      titles: titlesOf(commits.map(({ id, message }) => [id, message])),
    },
  ];
}
