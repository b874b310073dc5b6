// GitLab's `Push Hook` (docs.gitlab.com/user/project/integrations/webhook_events/#push-events) as what it adds to a branch.
// It tells the newest 20 commits of a push; a deletion has none, and tags come as another hook.
import * as z from 'zod';
import { type Push, titlesOf } from '../push.ts';

const BRANCH = 'refs/heads/';

const schema = z.looseObject({
  ref: z.string(),
  commits: z.array(z.looseObject({ id: z.string(), message: z.string().optional() })).default([]),
  project: z.looseObject({ path_with_namespace: z.string().optional() }).nullish(),
});

export function readGitlabPush(payload: unknown): readonly Push[] {
  const { ref, commits, project } = schema.parse(payload);
  if (!ref.startsWith(BRANCH) || commits.length === 0) return [];
  return [
    {
      repository: project?.path_with_namespace,
      branch: ref.slice(BRANCH.length),
      shas: commits.map(({ id }) => id),
      titles: titlesOf(commits.map(({ id, message }) => [id, message])),
    },
  ];
}
