// The release-deadline and release-train machines with tasks and consumers on a real table.
import { createReleaseListRepo } from '../../../entities/releases/lists/release-list.repo.ts';
import { createReleaseOriginRepo } from '../../../entities/releases/planning/release-origin.repo.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import { createTrainRepo } from '../../../entities/trains/train.repo.ts';
import type { BusEvent } from '../../../functions/_kit/bus/bus-event.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import type { Machine, Start } from '../../../functions/_kit/workflow/executions.ts';
import { onReleaseCreated } from '../../../functions/releases/on/release-created.ts';
import { onReleaseUpdated } from '../../../functions/releases/on/release-updated.ts';
import { operations as trainOperations } from '../../../functions/trains/api.handler.ts';
import { consumers as trainConsumers } from '../../../functions/trains/events.handler.ts';
import { manifest as trainsManifest } from '../../../functions/trains/manifest.ts';
import { tasks as trainTasks } from '../../../functions/trains/tasks.handler.ts';
import { apiCaller } from '../../support/http.ts';
import { startWorld, TENANT_ID } from '../../support/release-world.ts';
import { releaseTasks } from '../fixture.ts';
import { startMachines } from '../machines.ts';

export type PlanningStage = Awaited<ReturnType<typeof startPlanningStage>>;

export async function startPlanningStage() {
  const world = await startWorld();
  const trains = createTrainRepo(world.table);
  const kit = await world.integrationKit();
  const start: Start<Machine> = async (machine, input) => {
    if (machine.name !== 'release-lifecycle') await machines.start(machine, input);
  };
  /** Of every branch. */
  const head = { sha: 'head' };
  const deps = {
    ...{ releases: world.releases, integrations: world.integrations, save: world.save, now: world.now },
    ...{ releaseList: createReleaseListRepo(world.table), origins: createReleaseOriginRepo(world.table) },
    ...{ uses: createIntegrationUseRepo(world.table), people: world.people, tenants: world.tenants },
    services: world.services,
    contents: world.contents,
    ...{ trains, start },
    tokens: { succeed: async () => undefined },
    outside: { scm: async () => ({ headOf: async () => head }) },
  };

  async function deliver(event: BusEvent): Promise<void> {
    if (event['detail-type'] === 'ReleaseCreated') await onReleaseCreated(event, deps as never);
    if (event['detail-type'] === 'ReleaseUpdated') await onReleaseUpdated(event, deps as never);
    await trainConsumers.events[event['detail-type']]?.(event, deps as never);
  }
  const machines = await startMachines({
    names: ['release-deadline', 'release-train'],
    tasks: { ...releaseTasks, ...trainTasks },
    ...{ deps, deliver, clock: world.clock, items: world.items },
  });
  const call = apiCaller(
    trainsManifest,
    httpHandler(trainsManifest, trainOperations, world.kit, {
      trains,
      integrations: world.integrations,
      people: world.people,
      services: world.services,
    }),
  );

  return {
    ...machines,
    ...{ world, kit, trains, deps, head },
    stop: async () => {
      await machines.stop();
      await world.stop();
    },
    /** The trains API as a lead. */
    trainsApi: (method: string, path: string, body?: unknown) =>
      call({ role: 'LEAD', method, path, ...(body === undefined ? {} : { body }) }),
    train: (trainId: string) => trains.get(TENANT_ID as never, trainId),
  };
}
