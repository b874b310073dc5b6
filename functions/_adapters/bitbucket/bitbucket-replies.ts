// The parts of Bitbucket Cloud's replies that the client reads.
// https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs/
import * as z from 'zod';

export const repositoryReply = z.object({ full_name: z.string() });

/** Of repositories. */
export const listReply = z.object({ values: z.array(z.object({ full_name: z.string() })) });

/** A branch and a tag alike. */
export const refReply = z.object({
  target: z.object({ hash: z.string() }),
  links: z.object({ html: z.object({ href: z.string() }).optional() }).optional(),
});

export const commitReply = z.object({
  hash: z.string(),
  message: z.string(),
  date: z.string(),
  author: z.object({
    raw: z.string().optional(),
    user: z.object({ nickname: z.string().optional(), display_name: z.string().optional() }).nullish(),
  }),
});

/** `next` is the address of the next page; the last page has none. */
export const commitsReply = z.object({ values: z.array(commitReply), next: z.string().optional() });
