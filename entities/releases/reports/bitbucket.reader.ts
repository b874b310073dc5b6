// Bitbucket Cloud's `repo:push` (support.atlassian.com, "Event payloads", push) as what it adds to branches. It tells the
// newest five commits of each change, newest first; a deletion has no `new`, a branch that was only cut no commits.
import * as z from 'zod';
import { reader, titlesOf } from './report.model.ts';

const ref = z.object({ type: z.string(), name: z.string() });
const schema = z.object({
  repository: z.object({ full_name: z.string().optional() }).nullish(),
  push: z.object({
    changes: z.array(
      z.object({
        new: ref.nullish(),
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
