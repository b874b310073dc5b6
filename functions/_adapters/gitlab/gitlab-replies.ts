// The parts of GitLab's replies that the SCM client reads. https://docs.gitlab.com/api/
import * as z from 'zod';

/** A branch and a tag alike: what they lead to. */
export const refReply = z.object({ commit: z.object({ id: z.string() }) });

export const commitReply = z.object({
  id: z.string(),
  message: z.string(),
  author_name: z.string(),
  committed_date: z.string(),
});

export const releaseReply = z.object({
  tag_name: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  _links: z.object({ self: z.string() }).optional(),
});
