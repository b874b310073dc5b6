// Linear's GraphQL API for its client: one endpoint, a key without a scheme, and errors beside or instead of data.
// https://linear.app/developers/graphql and https://linear.app/developers/rate-limiting

import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { createCaller, type Reason, type ServiceWords, saysExpired } from '../_client/caller.ts';
import type { ClientContext, OutboundReply } from '../adapter.ts';

/** One field of an input, with its problems by the names of their rules. */
const validationError = z.object({ property: z.string(), constraints: z.record(z.string(), z.string()) });

const failureBody = z.object({
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z
          .object({
            code: z.string().optional(),
            type: z.string().optional(),
            userPresentableMessage: z.string().optional(),
            validationErrors: z.array(validationError).optional().catch(undefined),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .min(1),
});

const errorsIn = (reply: OutboundReply) => failureBody.safeParse(reply.json).data?.errors ?? [];

/** Linear answers errors with 200, 400 or the usual status, so the code decides. */
const REASONS: Readonly<Record<string, Reason>> = {
  AUTHENTICATION_ERROR: 'unauthorized',
  FORBIDDEN: 'unauthorized',
  FEATURE_NOT_ACCESSIBLE: 'refused',
  RATELIMITED: 'rate_limited',
  USAGE_LIMIT_EXCEEDED: 'refused',
  INTERNAL_SERVER_ERROR: 'unavailable',
  LOCK_TIMEOUT: 'unavailable',
};

const linear: ServiceWords = {
  name: 'Linear',
  messageOf(reply) {
    const texts = errorsIn(reply).map(({ message, extensions }) => {
      const { userPresentableMessage: shown, validationErrors = [] } = extensions ?? {};
      const causes = validationErrors.flatMap(({ constraints }) => Object.values(constraints));
      return [message, ...(shown && shown !== message ? [shown] : []), ...causes].join(': ');
    });
    return texts.join('; ') || undefined;
  },
  reasonOf(reply) {
    const [error] = errorsIn(reply);
    if (!error) return undefined;
    const reason = ownValue(REASONS, error.extensions?.code ?? '');
    if (reason === 'unauthorized' && saysExpired(linear.messageOf(reply))) return 'expired';
    return reason ?? (reply.status === 200 ? 'refused' : undefined);
  },
};

/** Sends one document with its variables and answers the reply's `data`, parsed by `schema`. */
export function createLinearQuery({ config, credentials, outbound, now }: ClientContext<'LINEAR'>) {
  const headers = { authorization: credentials.apiKey };
  const secrets = [credentials.apiKey];
  const api = createCaller({
    service: linear,
    baseUrl: config.baseUrl,
    outbound,
    now,
    secrets,
    headers: () => headers,
  });
  return async <D>(schema: z.ZodType<{ data: D }>, query: string, variables: object): Promise<D> => {
    const isRepeatable = query.startsWith('query');
    const call = { method: 'POST', path: '/graphql', body: { query, variables }, isRepeatable } as const;
    return (await api.read(schema, call)).data;
  };
}
