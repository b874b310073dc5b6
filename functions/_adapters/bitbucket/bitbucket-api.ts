// Bitbucket Cloud's REST API for its client: credentials, errors, and lists that link to their next page.
// https://developer.atlassian.com/cloud/bitbucket/rest/intro/
import * as z from 'zod';
import { type Caller, createCaller, type ServiceWords } from '../_client/caller.ts';
import type { ClientContext } from '../adapter.ts';

const failureBody = z.object({
  error: z.object({ message: z.string(), detail: z.union([z.string(), z.object({})]).nullish() }),
});

const bitbucket: ServiceWords = {
  name: 'Bitbucket',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    const { message, detail } = data.error;
    return typeof detail === 'string' ? `${message}: ${detail}` : message;
  },
};

export function createBitbucketCaller({ config, credentials, outbound, now }: ClientContext<'BITBUCKET'>): Caller {
  const { username, token } = credentials;
  const basic = Buffer.from(`${username ?? ''}:${token}`).toString('base64');
  const headers = {
    accept: 'application/json',
    authorization: username === undefined ? `Bearer ${token}` : `Basic ${basic}`,
  };
  const secrets = Object.values(credentials);
  return createCaller({ service: bitbucket, baseUrl: config.baseUrl, outbound, now, secrets, headers: () => headers });
}
