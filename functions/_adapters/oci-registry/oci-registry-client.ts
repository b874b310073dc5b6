// A client of OCI registries: tags and their digests. A registry that wants credentials says how in WWW-Authenticate: Basic, or a
// token of the realm that it names. Sources: OCI distribution specification 1.1; distribution.github.io/distribution/spec/auth/token.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { createCaller, nested, path, type Reason, type ServiceWords, saysExpired } from '../_client/caller.ts';
import type { ClientContext, OutboundReply, RegistryClient } from '../adapter.ts';

/** All kinds of manifest: without these, a registry may answer the digest of another one. */
const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const TAGS_PER_PAGE = 100;
/** The most characters of the query of a next page. */
const LONGEST_QUERY = 1024;

const failureBody = z.object({
  errors: z.array(z.object({ code: z.string(), message: z.string().nullish().catch(undefined) })).min(1),
});
const firstError = (reply: OutboundReply) => failureBody.safeParse(reply.json).data?.errors[0];

/** 404 is also the answer for an image that was renamed or may not be seen, and of a proxy: the code says that only the tag is missing. */
const isWithoutTag = (reply: OutboundReply): boolean =>
  reply.status === 404 && ['MANIFEST_UNKNOWN', 'NOT_FOUND'].includes(firstError(reply)?.code ?? '');

const REASONS: Readonly<Record<string, Reason>> = {
  UNAUTHORIZED: 'unauthorized',
  DENIED: 'unauthorized',
  TOOMANYREQUESTS: 'rate_limited',
};

const words = (name: string): ServiceWords => ({
  name,
  messageOf(reply) {
    const errors = failureBody.safeParse(reply.json).data?.errors ?? [];
    const said = errors.map(({ code, message }) => [code, message].filter(Boolean).join(': '));
    return [...new Set(said)].join('; ') || undefined;
  },
  reasonOf(reply) {
    const error = firstError(reply);
    const reason = reply.status >= 400 && reply.status < 500 ? ownValue(REASONS, error?.code ?? '') : undefined;
    return reason === 'unauthorized' && saysExpired(error?.message ?? undefined) ? 'expired' : reason;
  },
});

const tagList = z.object({ tags: z.array(z.string()).nullish() });
const tokenReply = z
  .object({ token: z.string().min(1).optional(), access_token: z.string().min(1).optional() })
  .transform(({ token, access_token }) => token ?? access_token)
  .refine((token) => token !== undefined, { error: 'holds no token' });

interface Challenge {
  readonly scheme: 'bearer' | 'basic';
  readonly parameters: Readonly<Record<string, string>>;
}

/** The challenge of a 401; a token is preferred to a password. */
function challengeOf(header = ''): Challenge | undefined {
  const scheme = /\bBearer\s/i.test(header) ? 'bearer' : /\bBasic\b/i.test(header) ? 'basic' : undefined;
  const named = header.slice(Math.max(0, header.search(/\bBearer\s/i))).matchAll(/(\w+)="([^"]*)"/g);
  return (
    scheme && { scheme, parameters: Object.fromEntries([...named].map(([, name = '', value = '']) => [name, value])) }
  );
}

/** The query of the page that `Link: <…>; rel="next"` names. */
function nextQuery(link = ''): string | undefined {
  const [, target] = /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(link) ?? [];
  const query = target === undefined ? '' : (/\?[^#]*/.exec(target)?.[0] ?? '');
  if (query.length > LONGEST_QUERY)
    throw integrationErrors.reply_invalid({
      detail: 'The registry names a next page of tags by a longer query than fits',
    });
  return query.length > 1 ? query : undefined;
}

interface Asked {
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createOciRegistryClient(context: ClientContext<'OCI_REGISTRY'>): RegistryClient {
  const { config, credentials, outbound, now } = context;
  const { username, password } = credentials;
  const basic =
    password === undefined ? undefined : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const secrets = [...Object.values(credentials), basic?.slice('Basic '.length)];
  const common = { outbound, now, secrets };
  const caller = createCaller({
    ...{ ...common, baseUrl: config.baseUrl, service: words('The registry') },
    headers: () => ({ accept: 'application/json' }),
  });
  /** By image: tokens are for one. */
  const known = new Map<string, string>();

  async function tokenOf({ realm = '', service, scope }: Readonly<Record<string, string>>, image: string) {
    if (!URL.canParse(realm))
      throw integrationErrors.reply_invalid({ detail: 'The registry names no realm for tokens' });
    const { origin, pathname, searchParams } = new URL(realm);
    const tokens = createCaller({
      ...{ ...common, baseUrl: origin + pathname, service: words('The token service of the registry') },
      headers: () => ({ accept: 'application/json', ...(basic === undefined ? {} : { authorization: basic }) }),
    });
    const wanted = scope ?? (image === '' ? undefined : `repository:${image}:pull`);
    const query = { ...Object.fromEntries(searchParams), service, scope: wanted };
    return tokens.read(tokenReply, { method: 'GET', path: '', query });
  }

  async function authorizationOf(reply: OutboundReply, image: string): Promise<string | undefined> {
    const challenge = challengeOf(reply.headers['www-authenticate']);
    if (challenge?.scheme === 'bearer') return `Bearer ${await tokenOf(challenge.parameters, image)}`;
    return challenge?.scheme === 'basic' ? basic : undefined;
  }

  async function ask(image: string, call: Asked) {
    const send = (authorization: string | undefined) =>
      caller.attempt({
        ...call,
        headers: { ...call.headers, ...(authorization === undefined ? {} : { authorization }) },
      });
    const first = await send(known.get(image));
    if (first.reply.status !== 401) return first;
    const authorization = await authorizationOf(first.reply, image);
    if (authorization === undefined) return first;
    known.set(image, authorization);
    return send(authorization);
  }

  return {
    async verify() {
      const { failure } = await ask('', { method: 'GET', path: '/v2/' });
      if (failure) throw failure;
      return `${username ?? 'Everybody'} can read ${new URL(config.baseUrl).host}`;
    },

    async tags({ image, after = `?n=${TAGS_PER_PAGE}` }) {
      const at = `/v2/${nested(image)}/tags/list${after}`;
      const { reply, failure } = await ask(image, { method: 'GET', path: at });
      if (failure) throw failure;
      const { data } = tagList.safeParse(reply.json);
      if (!data) throw integrationErrors.reply_invalid({ detail: 'The registry answered tags in an unexpected shape' });
      return { tags: data.tags ?? [], next: nextQuery(reply.headers.link) };
    },

    async digestOf({ image, tag }) {
      const call = { path: `/v2/${nested(image)}${path`/manifests/${tag}`}`, headers: { accept: MANIFESTS } };
      const head = await ask(image, { method: 'HEAD', ...call });
      if (head.failure && ![404, 405].includes(head.reply.status)) throw head.failure;
      const said = head.failure ? undefined : head.reply.headers['docker-content-digest'];
      if (said !== undefined && DIGEST.test(said)) return said;
      const whole = await ask(image, { method: 'GET', ...call });
      if (isWithoutTag(whole.reply)) return undefined;
      if (whole.failure) throw whole.failure;
      return `sha256:${createHash('sha256').update(whole.reply.text).digest('hex')}`;
    },
  };
}
