// The tools of the players: clients of the API by role, the integrations that releases use, signed webhooks, and retries while
// the runtime restarts.
import { createHmac } from 'node:crypto';
import type { Client } from '../../../functions/client.ts';
import type { JsonObject } from '../contracts.ts';
import { type Credentials, clientOf } from '../seed/credentials.ts';
import { fetchWithPatience } from '../seed/patience.ts';
import { sampleIntegrations } from '../seed/sample-integrations.ts';

// biome-ignore lint/suspicious/noExplicitAny: players read replies as a person with curl would
export type Reply = any;

/** One integration of each type that takes part, by its type. */
export type Cast = Readonly<
  Record<
    'GITHUB' | 'APP_STORE' | 'PLAY_STORE' | 'JENKINS' | 'GITHUB_ACTIONS' | 'SLACK' | 'JIRA' | 'OCI_REGISTRY',
    Reply
  >
>;

/** The parameters of a release's routes. */
export interface OfRelease {
  readonly release: string;
}

export type Hook = (integrationId: string, body: string, headers: Readonly<Record<string, string>>) => Promise<void>;

export interface Scene {
  /** Of the stack. */
  readonly url: string;
  readonly developer: Client;
  readonly lead: Client;
  readonly admin: Client;
  readonly ci: Client;
  readonly cast: Cast;
  /** How long any one step may take. */
  readonly patienceMs: number;
  /** Sends a signed request as a service does, again until it is accepted. */
  readonly hook: Hook;
  /** Calls a stand-in as its own users do. `path` is below the stand-in. */
  outside(service: string, method: string, path: string, body?: JsonObject): Promise<Reply>;
}

export interface SceneOptions {
  readonly credentials: Credentials;
  readonly patienceMs?: number;
  /** The chat integration by name; the first one by default. */
  readonly chatName?: string | undefined;
}

export const POLL_MS = 60;
const SEGMENTS = ['scm', 'targets', 'pipelines', 'communications', 'tickets', 'registries'];

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

/** Repeats what the gateway could not answer, and at most as long as `patienceMs`. */
export async function whileFailing<T extends { readonly status: number }>(
  patienceMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const reply = await work();
    if (reply.status < 500 || Date.now() > deadline) return reply;
    await pause(POLL_MS);
  }
}

/** All pages of a list of a release. */
export async function allOf(
  { developer }: Scene,
  endpoint: 'GET /releases/{release}/activity' | 'GET /releases/{release}/notifications',
  params: OfRelease,
): Promise<Reply[]> {
  const items: Reply[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Reply = await developer.must(endpoint, { params, query: { limit: 100, cursor } });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

async function castOf(api: Client, chatName: string | undefined): Promise<Cast> {
  const lists = await Promise.all(
    SEGMENTS.map(
      async (segment) =>
        (await api.must('GET /integrations/{kind}', { params: { kind: segment }, query: { limit: 100 } }))
          .items as Reply[],
    ),
  );
  const all = lists.flat().filter(({ type, name }) => type !== 'SLACK' || chatName === undefined || name === chatName);
  // Lists show the oldest first: of several of a type it is the sample's that takes part.
  return Object.fromEntries(all.reverse().map((item) => [item.type, item])) as Cast;
}

/** How the sample's credentials are sent to a stand-in that asks for some. */
function authorizations(url: string): Readonly<Record<string, string>> {
  const of = (type: string) =>
    sampleIntegrations(url)
      .find((sample) => sample.type === type)
      ?.credentials() ?? {};
  const { username, apiToken } = of('JENKINS');
  return {
    github: `Bearer ${of('GITHUB').token}`,
    jenkins: `Basic ${Buffer.from(`${username}:${apiToken}`).toString('base64')}`,
  };
}

export async function openScene({ credentials, patienceMs = 30_000, chatName }: SceneOptions): Promise<Scene> {
  const { url, tenant } = credentials;
  const as = (role: keyof Credentials['tokens']) => clientOf(credentials, role);
  const developer = as('developer');
  const known = authorizations(url);

  const hook: Hook = async (integrationId, body, headers) => {
    const reply = await whileFailing(patienceMs, () =>
      fetchWithPatience(`${url}/api/v1/${tenant.slug}/hooks/${integrationId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      }),
    );
    if (reply.status >= 300) throw new Error(`hook: ${reply.status} ${await reply.text()}`);
  };

  const outside: Scene['outside'] = async (service, method, path, body) => {
    const authorization = known[service];
    const reply = await whileFailing(patienceMs, () =>
      fetchWithPatience(`${url}/_local/${service}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
    const text = await reply.text();
    if (reply.status >= 300) throw new Error(`${service}: ${method} ${path}: ${reply.status} ${text.slice(0, 200)}`);
    return text === '' ? undefined : JSON.parse(text);
  };

  const cast = await castOf(developer, chatName);
  return { url, developer, lead: as('lead'), admin: as('admin'), ci: as('ci'), cast, patienceMs, hook, outside };
}
