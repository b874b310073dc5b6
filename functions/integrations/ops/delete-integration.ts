// deleteIntegration: deletes an integration with its name and credentials. SCM, target and pipeline cannot be deleted while
// a release or pipeline uses them. The other kinds are deleted at once; the releases domain removes its references when it
// consumes the event.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { IntegrationDeleted } from '../../../entities/integrations/events.ts';
import { integrationEventOf, integrationViewOf, inUseOf } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationItem } from '../../../entities/integrations/integration.repo.ts';
import { addressedIntegration } from '../changes/addressed.ts';
import { moveEnvironmentUse } from '../changes/environment-use.ts';
import { moveUses } from '../changes/uses.ts';
import type { IntegrationsDeps, Ops } from '../deps.ts';

export const deleteIntegration: Ops['deleteIntegration'] = async (call, deps) => {
  const { caller } = call;
  const item = await addressedIntegration(call, deps);
  assertRevision(call, item);
  if (inUseOf(item)) throw await inUse(item, deps);
  const uses = await moveUses(item, undefined, deps.integrations);
  const placed = await moveEnvironmentUse(item, undefined, deps);

  return call.save(
    {
      writes: [...deps.integrations.remove(item), ...uses, ...placed],
      events: [IntegrationDeleted.create(caller, item.integrationId, integrationEventOf(item))],
      audit: {
        action: 'integration.deleted',
        resourceType: 'Integration',
        resourceId: item.integrationId,
        details: { before: integrationViewOf(item) },
      },
    },
    {},
  );
};

async function inUse(item: IntegrationItem, deps: IntegrationsDeps) {
  const { tenantId, integrationId } = item;
  const [releases, pipelines, components] = await Promise.all([
    deps.usersOf(item),
    deps.integrations.pipelinesOf(tenantId, integrationId),
    item.kind === 'REGISTRY' ? deps.components.ofRegistry(tenantId, integrationId) : [],
  ]);
  const users = [
    ...releases.map(({ releaseKey }) => releaseKey),
    ...[...pipelines, ...components].map(({ name }) => name),
  ];
  return inUseOf(item, users, {
    releases: releases.map(({ releaseId, releaseKey }) => ({ releaseId, releaseKey })),
    pipelines: pipelines.map((pipeline) => ({ integrationId: pipeline.integrationId, name: pipeline.name })),
    ...(components.length > 0 && {
      components: components.map(({ componentId, name }) => ({ componentId, name })),
    }),
  });
}
