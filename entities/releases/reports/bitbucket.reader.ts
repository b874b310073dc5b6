// Reads Bitbucket Cloud's `repo:push` (support.atlassian.com, "Event payloads", push). It lists the newest five commits of each change,
// newest first. A deletion has no `new`, and a new branch without new commits has no commits.
import * as z from 'zod';
import { reader, titlesOf } from './report.model.ts';

const ref = z.object({ type: z.string(), name: z.string() });
const schema = z.object({
  repository: z.object({ full_name: z.string().optional() }).optional(),
  push: z.object({
    changes: z.array(
      z.object({
        new: ref.optional(),
        commits: z.array(z.object({ hash: z.string(), message: z.string().optional() })).default([]),
      }),
    ),
  }),
});

export const bitbucketPush = reader('PUSH', schema, ({ push, repository }) =>
  push.changes.flatMap(({ new: made, commits }) => {
    if (made?.type !== 'branch' || commits.length === 0) return [];
    return [
      {
        repository: repository?.full_name,
        branch: made.name,
        shas: commits.map(({ hash }) => hash).reverse(),
        titles: titlesOf(commits.map(({ hash, message }) => [hash, message])),
      },
    ];
  }),
);
