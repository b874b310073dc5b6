// createIntegration: connects a service. The credentials are sealed before anything is written.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { IntegrationCreated } from '../../../entities/integrations/events.ts';
import { integrationEventOf, integrationViewOf } from '../../../entities/integrations/integration.model.ts';
import { newIntegration } from '../../../entities/integrations/integration-change.model.ts';
import { typesOfKind } from '../../../entities/integrations/types/integration-types.ts';
import { showIntegration } from '../actions.ts';
import { addressedKind, addressesIn } from '../changes/addressed.ts';
import { moveEnvironmentUse } from '../changes/environment-use.ts';
import { moveUses } from '../changes/uses.ts';
import type { Ops } from '../deps.ts';
import { assertMayMail } from '../verification/mail-rules.ts';

export const createIntegration: Ops['createIntegration'] = async (call, deps) => {
  const { caller, body } = call;
  const kind = addressedKind(call);
  const types = typesOfKind(kind);
  if (!types.includes(body.type)) {
    const message = `must be one of ${types.join(', ')} here`;
    const fields = [{ path: 'type', code: 'request.invalid_value', message }];
    throw baseErrors.invalid({ detail: `type ${message}`, fields });
  }
  deps.assertEncrypted?.(addressesIn(body.config));
  const { credentials, ...rest } = body;
  const { tenantId } = caller;
  const own = { tenantId, kind, integrationId: newId<'Integration'>(), configuredByAccountId: caller.actor.id };
  const item = newIntegration({ ...rest, ...own }, caller.at);
  await assertMayMail(item, deps);
  const uses = await moveUses(undefined, item, deps.integrations);
  const placed = await moveEnvironmentUse(undefined, item, deps);
  const sealed = await deps.sealer.seal(tenantId, item.integrationId, credentials);

  const view = integrationViewOf(item);
  return call.save(
    {
      writes: [...deps.integrations.create(item, sealed), ...uses, ...placed],
      events: [IntegrationCreated.create(caller, item.integrationId, integrationEventOf(item))],
      audit: {
        action: 'integration.created',
        resourceType: 'Integration',
        resourceId: item.integrationId,
        details: { after: view },
      },
    },
    {
      body: showIntegration(caller, item),
      revision: item.revision,
      location: `/integrations/${call.params.kind}/${item.integrationId}`,
    },
  );
};
