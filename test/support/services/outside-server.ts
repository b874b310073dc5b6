// The local runtime's stand-ins over HTTP, for the tests of clients in test/integration: one world in memory per test file, with
// a clock that moves on a second with every request.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import type { ClientContext } from '../../../functions/_adapters/adapter.ts';
import { createOutsideWorld, type OutsideReply } from '../../../infra/local/outside/outside.ts';
import { integrationSamples } from '../releases/integration-samples.ts';
import { localOutbound } from './http-service.ts';

/** Types of services outside. An environment is none. */
export type Outward = Exclude<IntegrationType, 'SERVER'>;

/** The stand-in of each type. */
export const SERVICES = {
  GITHUB: 'github',
  GITHUB_ACTIONS: 'github',
  GITLAB: 'gitlab',
  GITLAB_CI: 'gitlab',
  BITBUCKET: 'bitbucket',
  JENKINS: 'jenkins',
  APP_STORE: 'app-store',
  PLAY_STORE: 'play-store',
  WEB: 'web',
  SLACK: 'slack',
  EMAIL: 'ses',
  JIRA: 'jira',
  LINEAR: 'linear',
  OCI_REGISTRY: 'registry',
} as const satisfies Record<Outward, string>;

export interface InboxItem {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export type OutsideServer = Awaited<ReturnType<typeof startOutsideServer>>;

export async function startOutsideServer() {
  const clock = { now: Date.parse('2026-03-01T12:00:00Z') };
  const world = createOutsideWorld({ db: new DatabaseSync(':memory:'), now: () => clock.now, log: () => undefined });
  let origin = '';

  const server = http.createServer(async (request, reply) => {
    const url = new URL(request.url ?? '/', origin);
    const [, name = '', path = ''] = /^\/_local\/([^/]+)(\/.*)$/.exec(url.pathname) ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    clock.now += 1000;
    const answer = await world.handle(name, {
      method: request.method ?? '',
      path,
      query: url.searchParams,
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks).toString('utf8'),
      origin,
    });
    if (answer.status === -1) return request.destroy();
    const isText = typeof answer.body === 'string' || answer.body === undefined;
    reply.writeHead(answer.status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...answer.headers });
    reply.end(isText ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    clock,
    origin,
    world,

    contextOf<T extends Outward>(type: T, changes: { config?: object; credentials?: object } = {}) {
      const { config, credentials } = integrationSamples(`${origin}/_local/${SERVICES[type]}`)[type];
      return {
        config: { ...config, ...changes.config },
        credentials: { ...credentials, ...changes.credentials },
        outbound: localOutbound,
        now: () => clock.now,
      } as unknown as ClientContext<T>;
    },

    /** A request of whoever plays the service: to the stand-in's own routes, which need no credentials. */
    play: (service: string, method: 'GET' | 'PUT', path: string, body: object = {}): Promise<OutsideReply> =>
      world.handle(service, {
        method,
        path,
        query: new URLSearchParams(),
        headers: {},
        body: JSON.stringify(body),
        origin,
      }),

    received: (service: string): InboxItem[] =>
      world.inbox(new URLSearchParams({ service })).items as unknown as InboxItem[],

    /** The requests of one kind that a service took, by method and the end of its path. */
    taken(service: string, method: string, end: string): InboxItem[] {
      return this.received(service).filter(
        (item) => item.method === method && item.path.endsWith(end) && item.status < 300,
      );
    },

    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
