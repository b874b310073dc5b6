// The integration-check machine with the integrations domain on a real table, and a GitHub that answers over real HTTP what
// a test says.
import { createComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { mailRulesOf } from '../../../entities/tenants/mail/mail.repo.ts';
import { verifierFor } from '../../../functions/_adapters/clients.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createSave } from '../../../functions/_kit/save.ts';
import { createSealer } from '../../../functions/_kit/sealer.ts';
import type { Machine } from '../../../functions/_kit/workflow/executions.ts';
import { operations } from '../../../functions/integrations/api.handler.ts';
import { consumers } from '../../../functions/integrations/events.handler.ts';
import { manifest } from '../../../functions/integrations/manifest.ts';
import { tasks } from '../../../functions/integrations/tasks.handler.ts';
import { createVerification, type Verification } from '../../../functions/integrations/verification/verification.ts';
import { type ApiReply, apiCaller, strictKit, TENANT_ID } from '../../support/http.ts';
import { CANARY } from '../../support/releases/integration-samples.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';
import { type Answer, localOutbound, type SeenRequest, startHttpService } from '../../support/services/http-service.ts';
import { startTable } from '../../support/table.ts';
import { startMachines } from '../machines.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
export const GOOD: Answer = { body: { full_name: 'acme/app', archived: false, permissions: { push: true } } };

export const REFUSAL: Answer = { status: 401, body: { message: 'Bad credentials' } };
export const EXPIRY: Answer = { status: 401, body: { message: 'Token has expired' } };
export const OUTAGE: Answer = { status: 503, body: { message: 'Down for repair' } };

type Item = Record<string, unknown>;
export type CheckStage = Awaited<ReturnType<typeof startCheckStage>>;

export async function startCheckStage() {
  const { table, items, stop } = await startTable();
  const clock = { at: START };
  const now = () => clock.at;
  /** GitHub's answer, and the action while it is asked. */
  const github = {
    answer: (_: SeenRequest): Answer => GOOD,
    meanwhile: async (): Promise<void> => {},
  };
  const service = await startHttpService({ '*': (request) => github.answer(request) });
  const real = createVerification({ verifierFor, outbound: localOutbound, now });
  const verification: Verification = async (...asked) => {
    const outcome = await real(...asked);
    await github.meanwhile();
    return outcome;
  };
  /** The calls that AWS refuses. */
  const refused = new Set<'open' | 'save'>();
  const unlessRefused = (what: 'open' | 'save') => {
    if (refused.has(what)) throw Object.assign(new Error(`may not ${what}`), { name: 'AccessDeniedException' });
  };
  const allowed = createSave(table);
  const save: typeof allowed = async (...change) => {
    unlessRefused('save');
    return allowed(...change);
  };
  const sealer = createSealer({ keyId: 'alias/test', kms: createFakeKms() });
  const deps = {
    integrations: createIntegrationRepo(table),
    sealer: {
      ...sealer,
      open: async (...sealed: Parameters<typeof sealer.open>) => {
        unlessRefused('open');
        return sealer.open(...sealed);
      },
    },
    start: (machine: Machine, input: object) => machines.start(machine, input),
    ...{
      verification,
      save,
      now,
      usersOf: async () => [],
      components: createComponentRepo(table),
      environments: createEnvironmentRepo(table),
      mailRules: mailRulesOf(table),
    },
  };
  const machines = await startMachines({
    names: ['integration-check'],
    deliver: async (event) => consumers.events[event['detail-type']]?.(event, deps),
    ...{ tasks, deps, clock, items },
  });
  const call = apiCaller(manifest, httpHandler(manifest, operations, strictKit(table, now), deps));
  async function send(method: string, path: string, body?: unknown): Promise<ApiReply['body']> {
    const reply = await call({ role: 'LEAD', method, path, ...(body === undefined ? {} : { body }) });
    if (reply.status >= 300) throw new Error(reply.text);
    return reply.body;
  }
  async function asLead(method: string, path: string, body?: unknown): Promise<ApiReply['body']> {
    const reply = await send(method, path, body);
    await machines.settle();
    return reply;
  }

  const pathOf = (id: string) => `/integrations/scm/${id}`;
  const get = (id: string) => send('GET', pathOf(id));
  const later = (minutes: number) => machines.at(new Date(clock.at + minutes * 60_000).toISOString());
  const partition = async (pk: string): Promise<Item[]> =>
    (await items())
      .filter((item) => item.pk === pk)
      .sort((one, other) => String(one.sk).localeCompare(String(other.sk)));
  /** Outbox events about it, oldest first: type and data. */
  const eventsOf = async (id: string) =>
    (await partition(`T#${TENANT_ID}#OUTBOX#${id}`)).map((item) => ({
      type: String(item.detailType),
      data: JSON.parse(String(item.detail)).data as Item,
    }));
  const executionsOf = (id: string) => machines.executions.filter(({ name }) => name.startsWith(id));
  const connected = new Set<string>();

  return {
    ...machines,
    ...{ items, clock, github, refused, deps, get },
    stop: async () => {
      await machines.stop();
      await service[Symbol.asyncDispose]();
      await stop();
    },

    /** A GitHub integration, verified unless told otherwise; answers its id. */
    async connect(over: Item = {}, isVerified = true): Promise<string> {
      const { id } = await asLead('POST', '/integrations/scm', {
        name: `GitHub ${connected.size}`,
        type: 'GITHUB',
        config: { baseUrl: service.url, owner: 'acme', repository: 'app' },
        credentials: { token: `ghp_${CANARY}` },
        ...over,
      });
      connected.add(id);
      if (isVerified) await asLead('POST', `${pathOf(id)}/verify`);
      return id;
    },
    answers: (answer: Answer): void => {
      github.answer = () => answer;
    },
    change: (id: string, body: Item) => asLead('PATCH', pathOf(id), body),
    /** While something else is under way. */
    changeMeanwhile: (id: string, body: Item) => send('PATCH', pathOf(id), body),
    verify: (id: string) => asLead('POST', `${pathOf(id)}/verify`),
    remove: (id: string) => asLead('DELETE', pathOf(id)),
    /** So that no test's checks are made in another. */
    async removeAll(): Promise<void> {
      const { items: left } = await send('GET', '/integrations/scm?limit=100');
      for (const { id } of left) await asLead('DELETE', pathOf(id));
    },

    later,
    untilCheck: async (id: string) => machines.at((await get(id)).nextCheckAt),
    /** As long as it takes until a service that does not answer is left alone. */
    async untilGivenUp(id: string): Promise<void> {
      await machines.at((await get(id)).nextCheckAt);
      for (const minutes of [1, 2, 4, 8, 16]) await later(minutes);
    },

    executionsOf,
    statusesOf: (id: string) => Promise.all(executionsOf(id).map(({ arn }) => machines.statusOf(arn))),
    eventsOf,
    typesOf: async (id: string) => (await eventsOf(id)).map(({ type }) => type),
    /** Those that people are told. */
    newsAbout: async (id: string) => (await eventsOf(id)).filter(({ type }) => /(?:Invalidated|Recovered)$/.test(type)),
    auditOf: (id: string) => partition(`T#${TENANT_ID}#AUDIT#Integration#${id}`),
  };
}
