// ReleaseCreated: remembers which integrations the release uses, so that a refused deletion can name it. Putting the same
// records again changes nothing.
import * as z from 'zod';
import { defineEvent } from '../../../entities/_base/events.ts';
import type { IntegrationRef } from '../../../entities/integrations/integration.model.ts';
import type { IntegrationKind } from '../../../entities/integrations/integration-types.ts';
import type { IntegrationUseRepo } from '../../../entities/integrations/integration-use.repo.ts';
import type { Consumer } from '../../_kit/bus-event.ts';

/** What is read of the event; the releases domain defines the whole. */
const ReleaseCreated = defineEvent(
  'releases',
  'ReleaseCreated',
  1,
  z.object({
    releaseId: z.string(),
    releaseKey: z.string(),
    scmIntegrationId: z.string(),
    targetIntegrationIds: z.array(z.string()),
    pipelineIntegrationIds: z.array(z.string()),
    communicationIntegrationId: z.string().nullish(),
    ticketIntegrationId: z.string().nullish(),
  }),
);

export interface IntegrationConsumerDeps {
  readonly uses: Pick<IntegrationUseRepo, 'record'>;
}

export const onReleaseCreated: Consumer<IntegrationConsumerDeps> = async (event, { uses }) => {
  const { tenantId, data } = ReleaseCreated.parse(event.detail);
  const refs = (kind: IntegrationKind, ids: readonly (string | null | undefined)[]): IntegrationRef[] =>
    ids.flatMap((integrationId) => (integrationId ? [{ kind, integrationId }] : []));
  await uses.record(tenantId, data, [
    ...refs('SCM', [data.scmIntegrationId]),
    ...refs('TARGET', data.targetIntegrationIds),
    ...refs('PIPELINE', data.pipelineIntegrationIds),
    ...refs('COMMUNICATION', [data.communicationIntegrationId]),
    ...refs('TICKET', [data.ticketIntegrationId]),
  ]);
};
