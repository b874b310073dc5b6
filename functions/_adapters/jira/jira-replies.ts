// The parts of Jira's replies that the client reads, the same in Cloud's v3 and Server's v2, and Jira's error messages.
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/
import * as z from 'zod';
import { type ServiceWords, saysExpired } from '../_client/caller.ts';
import { causesIn } from '../_client/causes.ts';
import type { OutboundReply } from '../adapter.ts';

export const myselfReply = z.object({ displayName: z.string() });
export const projectReply = z.object({
  key: z.string(),
  name: z.string(),
  issueTypes: z
    .array(z.object({ id: z.string().optional(), name: z.string(), hierarchyLevel: z.number().optional() }))
    .optional(),
});
export const epicProjectReply = projectReply.pick({ issueTypes: true });
export type EpicProject = z.output<typeof epicProjectReply>;
const permission = z.object({ havePermission: z.boolean() });
export const permissionsReply = z.object({ permissions: z.record(z.string(), permission) });
/** One issue type of a project. */
export const statusesReply = z.array(z.object({ name: z.string(), statuses: z.array(z.object({ name: z.string() })) }));
export const searchReply = z.object({ issues: z.array(z.object({ key: z.string() })) });
export const createdReply = z.object({ key: z.string() });
export const fieldsReply = z.array(
  z.object({ id: z.string(), schema: z.object({ custom: z.string().optional() }).optional() }),
);
/** A body is a document in v3 and text in v2; only its text is read. */
export const commentsReply = z.object({ comments: z.array(z.object({ body: z.unknown() })) });
export const statusReply = z.object({
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).optional() }),
  }),
});
const transition = z.object({ id: z.string(), name: z.string(), to: z.object({ name: z.string() }).optional() });
export type Transition = z.output<typeof transition>;
export const openEpicsReply = z.object({ issues: z.array(z.object({ transitions: z.array(transition).optional() })) });
export const transitionsReply = z.object({ transitions: z.array(transition) });

const failureBody = z.object({
  errorMessages: z.array(z.string()).optional().catch(undefined),
  errors: z.record(z.string(), z.unknown()).optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});

/** Jira's objections to the fields of an issue, by field. */
export const fieldErrorsIn = (reply: OutboundReply): [field: string, message: string][] =>
  Object.entries(failureBody.safeParse(reply.json).data?.errors ?? {}).map(([field, said]) => [
    field,
    typeof said === 'string' ? said : (causesIn({ json: said, text: '' }) ?? 'is not valid'),
  ]);

export const jiraWords: ServiceWords = {
  name: 'Jira',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    const fields = fieldErrorsIn(reply).map(([field, message]) => `${field}: ${message}`);
    return [data?.message, ...(data?.errorMessages ?? []), ...fields].filter(Boolean).join('; ') || undefined;
  },
  reasonOf(reply) {
    const isRefusal = reply.status === 401 || reply.status === 403;
    return isRefusal && saysExpired(jiraWords.messageOf(reply)) ? 'expired' : undefined;
  },
};
