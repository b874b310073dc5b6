// Bitbucket Cloud's REST API for its client: credentials, errors, and lists that link to their next page.
// https://developer.atlassian.com/cloud/bitbucket/rest/intro/
import * as z from 'zod';
import { type Caller, createCaller, type ServiceWords } from '../_client/caller.ts';
import type { ClientContext } from '../adapter.ts';

const texts = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const scopes = z.object({ required: texts.optional(), granted: texts.optional() });
const failureBody = z.object({
  error: z.object({
    message: z.string(),
    detail: z.union([z.string(), scopes]).nullish().catch(undefined),
    fields: z.record(z.string(), texts).optional().catch(undefined),
  }),
});

const bitbucket: ServiceWords = {
  name: 'Bitbucket',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    const { message, detail, fields = {} } = data.error;
    const { required = [], granted = [] } = typeof detail === 'object' ? (detail ?? {}) : {};
    const causes = [
      ...(typeof detail === 'string' ? [detail] : []),
      ...Object.entries(fields).map(([name, said]) => `${name}: ${said.join(', ')}`),
      ...(required.length === 0 ? [] : [`needs ${required.join(', ')} and has ${granted.join(', ') || 'none'}`]),
    ];
    return [message, ...causes].join(': ');
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
