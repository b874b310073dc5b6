// ReleaseCreated: remembers which integrations the release uses, so that a refused deletion can name it. Putting the same
// records again changes nothing.
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationKind } from '../../../entities/integrations/integration-types.ts';
import type { IntegrationUseRepo } from '../../../entities/integrations/integration-use.repo.ts';
import { ReleaseCreated } from '../../../entities/releases/events.ts';
import type { Consumer } from '../../_kit/bus-event.ts';

export interface IntegrationConsumerDeps {
  readonly uses: Pick<IntegrationUseRepo, 'record'>;
}

export const onReleaseCreated: Consumer<IntegrationConsumerDeps> = async (event, { uses }) => {
  const { tenantId, data } = ReleaseCreated.parse(event.detail);
  const refs = (kind: IntegrationKind, ids: readonly (string | undefined)[]): IntegrationRef[] =>
    ids.flatMap((integrationId) => (integrationId ? [{ kind, integrationId }] : []));
  await uses.record(tenantId, data, [
    ...refs('SCM', [data.scmIntegrationId]),
    ...refs('TARGET', data.targetIntegrationIds),
    ...refs('PIPELINE', data.pipelineIntegrationIds),
    ...refs('COMMUNICATION', [data.communicationIntegrationId]),
    ...refs('TICKET', [data.ticketIntegrationId]),
  ]);
};
