// The parts of GitHub's replies that the SCM client reads. https://docs.github.com/en/rest
import * as z from 'zod';

/** A ref's object is a commit, or a tag object when the tag is annotated. */
export const refReply = z.object({ object: z.object({ sha: z.string(), type: z.string() }) });

export const madeRefReply = refReply.extend({ ref: z.string() });

/** The field that is read of a commit or a tag object. */
export const shaReply = z.object({ sha: z.string() });

export const releaseReply = z.object({
  id: z.number(),
  html_url: z.string(),
  name: z.string().nullable(),
  body: z.string().nullish(),
  prerelease: z.boolean(),
});

export const commitReply = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().optional(), date: z.string().optional() }).nullable(),
    committer: z.object({ date: z.string().optional() }).nullable(),
  }),
  author: z.object({ login: z.string().optional() }).nullish(),
});

export const comparisonReply = z.object({ total_commits: z.number(), commits: z.array(commitReply) });
