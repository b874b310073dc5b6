// The deployments domain on a real table: its operations, and the consumer of outside events.
import { createTaskRepo } from '../../../entities/agents/tasks/task.repo.ts';
import { createRepositoryRepo } from '../../../entities/catalog/repositories/repository.repo.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import { createLiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import { createLiveStoreRepo } from '../../../entities/deployments/live/stores/live-store.repo.ts';
import { createMetricRepo } from '../../../entities/deployments/metrics/metric.repo.ts';
import { createDeploymentPlanRepo } from '../../../entities/deployments/windlass/plan.repo.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../../entities/environments/targets/target.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/deployments/api.handler.ts';
import type { DeploymentsEventsDeps } from '../../../functions/deployments/deps.ts';
import { manifest } from '../../../functions/deployments/manifest.ts';
import { onDeploymentReported } from '../../../functions/deployments/on/deployment-reported.ts';
import { operations as rollbackOperations } from '../../../functions/deployments/rollbacks/api.handler.ts';
import { manifest as rollbacksManifest } from '../../../functions/deployments/rollbacks/manifest.ts';
import { apiCaller } from '../../support/http.ts';
import { NOW, startWorld, TENANT_ID } from '../../support/release-world.ts';

type Body = Record<string, unknown>;
export type DeploymentsWorld = Awaited<ReturnType<typeof startDeployments>>;

/** A time some minutes after the start of the tests' clock. */
export const minute = (count: number): string => new Date(NOW + count * 60_000).toISOString();

export async function startDeployments() {
  const world = await startWorld();
  const { table, kit, components, services, releases, releaseList, contents, save, now } = world;
  const deps = {
    ...{ deployments: createDeploymentRepo(table), live: createLiveRepo(table), metrics: createMetricRepo(table) },
    ...{ environments: createEnvironmentRepo(table), components, services, releases, contents },
    ...{ plans: createDeploymentPlanRepo(table), freezeWindows: createFreezeWindowRepo(table), releaseList },
    ...{ targets: createTargetRepo(table), liveStores: createLiveStoreRepo(table), tasks: createTaskRepo(table) },
  };
  const started: { machine: string; input: object }[] = [];
  const answered: string[] = [];
  const eventsDeps: DeploymentsEventsDeps = {
    ...deps,
    ...{ repositories: createRepositoryRepo(table), save, now },
    start: async (machine, input) => {
      started.push({ machine: machine.name, input });
    },
    tokens: {
      succeed: async (token) => {
        answered.push(token);
      },
    },
  };
  const own = apiCaller(manifest, httpHandler(manifest, operations, kit, deps));
  const back = apiCaller(rollbacksManifest, httpHandler(rollbacksManifest, rollbackOperations, kit, deps));
  const call: typeof own = (request) => (request.path.endsWith('/rollback') ? back(request) : own(request));
  const asCi = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'CI', method, path, headers, ...(body === undefined ? {} : { body }) });
  const partition = async (name: string) => (await world.items()).filter(({ pk }) => String(pk).endsWith(name));
  let events = 0;

  return {
    ...{ world, deps, eventsDeps, call, asCi, started, answered, stop: world.stop },
    /** A service, and a repository at GitHub that it alone names, unless `of` has more services. */
    async repository(externalId: string, of: readonly string[], provider = 'github') {
      const body = { provider, externalId, name: 'acme/app', url: 'https://github.com/acme/app' };
      const { id } = (await world.asLead('POST', '/repositories', body)).body;
      for (const slug of of) {
        await world.service(slug);
        await world.asLead('PATCH', `/services/${slug}`, { repositories: [id] });
      }
      return id as string;
    },
    async deployment(over: Body = {}) {
      await world.service(String(over.service ?? 'payment-api'));
      const body = { environment: 'production', service: 'payment-api', version: '1.0.0', ...over };
      const reply = await asCi('POST', '/deployments', body);
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body;
    },
    hear: (source: string, detailType: string, payload: unknown, over: Body = {}) =>
      onDeploymentReported(
        {
          ...{ id: `event-${++events}`, source, 'detail-type': detailType, time: minute(0) },
          detail: { tenantId: TENANT_ID, integrationId: 'scm', payload, ...over },
        },
        eventsDeps,
      ),
    all: async (query = '') => (await asCi('GET', `/deployments?limit=100${query}`)).body.items as Body[],
    live: async (query = '') => (await asCi('GET', `/live-deployments?limit=100${query}`)).body.items as Body[],
    eventsOf: async (id: unknown) => (await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType),
    auditOf: async (type: string, id: unknown) => (await partition(`#AUDIT#${type}#${id}`)).map(({ action }) => action),
  };
}
