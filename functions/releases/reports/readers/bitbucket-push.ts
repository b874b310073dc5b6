// Bitbucket Cloud's `repo:push` (support.atlassian.com, "Event payloads", push) as what it adds to branches. It tells the
// newest five commits of each change, newest first; a deletion has no `new`, a branch that was only cut no commits.
import * as z from 'zod';
import { type Push, titlesOf } from '../push.ts';

const ref = z.looseObject({ type: z.string(), name: z.string() });
const schema = z.looseObject({
  repository: z.looseObject({ full_name: z.string().optional() }).nullish(),
  push: z.looseObject({
    changes: z.array(
      z.looseObject({
        new: ref.nullish(),
        commits: z.array(z.looseObject({ hash: z.string(), message: z.string().optional() })).default([]),
      }),
    ),
  }),
});

export function readBitbucketPush(payload: unknown): readonly Push[] {
  const { push, repository } = schema.parse(payload);
  return push.changes.flatMap(({ new: made, commits }) => {
    if (made?.type !== 'branch' || commits.length === 0) return [];
    return [
      {
        repository: repository?.full_name,
        branch: made.name,
        shas: commits.map(({ hash }) => hash).reverse(),
        titles: titlesOf(commits.map(({ hash, message }) => [hash, message])),
      },
    ];
  });
}
