// ReleaseUpdated: remembers a chat or ticket integration that the release was given, so that its deletion finds the release.
// What the release used before stays recorded; who reads the records looks at the release.
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import type { Consumer } from '../../_kit/bus-event.ts';
import type { IntegrationConsumerDeps } from './release-created.ts';

export const onReleaseUpdated: Consumer<IntegrationConsumerDeps> = async (event, { uses }) => {
  const { tenantId, data } = ReleaseUpdated.parse(event.detail);
  const ref = (kind: IntegrationRef['kind'], integrationId: string | undefined): IntegrationRef[] =>
    integrationId === undefined ? [] : [{ kind, integrationId }];
  await uses.record(tenantId, data, [
    ...ref('COMMUNICATION', data.communicationIntegrationId),
    ...ref('TICKET', data.ticketIntegrationId),
  ]);
};
