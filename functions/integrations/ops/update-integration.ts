// updateIntegration: renames, reconfigures, switches on or off, or rotates credentials. The integration keeps its id, so
// releases that use it continue with the new credential.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { IntegrationUpdated } from '../../../entities/integrations/events.ts';
import { integrationEventOf, integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import { changedIntegration } from '../../../entities/integrations/integration-change.model.ts';
import { showIntegration } from '../actions.ts';
import { addressedIntegration, addressesIn } from '../changes/addressed.ts';
import { moveEnvironmentUse } from '../changes/environment-use.ts';
import { mergedWith } from '../changes/merged.ts';
import { moveUses } from '../changes/uses.ts';
import type { Ops } from '../deps.ts';
import { assertMayMail } from '../verification/mail-rules.ts';

export const updateIntegration: Ops['updateIntegration'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await addressedIntegration(call, deps);
  assertRevision(call, before);
  const { config, credentials } = await mergedWith(before, body, deps);
  if (body.config !== undefined) deps.assertEncrypted?.(addressesIn(config));
  const hasNewCredentials = credentials !== undefined;
  const change = {
    ...{ name: body.name, isActive: body.isActive, config, hasNewCredentials },
    byAccountId: caller.actor.id,
  };
  const after = changedIntegration(before, change, caller.at);
  if (config !== undefined) await assertMayMail(after, deps);
  const uses = await moveUses(before, after, deps.integrations);
  const placed = await moveEnvironmentUse(before, after, deps);
  const sealed = hasNewCredentials
    ? await deps.sealer.seal(caller.tenantId, before.integrationId, credentials)
    : undefined;

  const view = integrationViewOf(after);
  return call.save(
    {
      writes: [...deps.integrations.update(before, after, sealed), ...uses, ...placed],
      events: [IntegrationUpdated.create(caller, after.integrationId, integrationEventOf(after))],
      audit: {
        action: 'integration.updated',
        resourceType: 'Integration',
        resourceId: after.integrationId,
        details: {
          before: integrationViewOf(before),
          after: view,
          ...(hasNewCredentials ? { rotated: Object.keys(body.credentials ?? {}) } : {}),
        },
      },
    },
    { body: showIntegration(caller, after), revision: after.revision },
  );
};
