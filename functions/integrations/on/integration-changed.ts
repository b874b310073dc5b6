// Starts the execution that waits for the next check of an integration. The stored integration defines the time: events may
// come twice, late or in any order. An execution is named by the revision that it checks.
import * as z from 'zod';
import type { IntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { INTEGRATION_KINDS } from '../../../entities/integrations/types/integration-kinds.ts';
import { nextCheckAt } from '../../../entities/integrations/verification.model.ts';
import { integrationCheck } from '../../../statemachines/integration-check/integration-check.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { Start } from '../../_kit/workflow/executions.ts';

export interface IntegrationChangedDeps {
  readonly integrations: Pick<IntegrationRepo, 'get'>;
  readonly start: Start<typeof integrationCheck>;
}

/** The fields that these events share; entities/integrations/events.ts defines each event. */
const aboutIntegration = z.object({
  tenantId: z.string(),
  data: z.object({ kind: z.enum(INTEGRATION_KINDS), integrationId: z.string() }),
});

export async function onIntegrationChanged({ detail }: BusEvent, deps: IntegrationChangedDeps): Promise<void> {
  const { tenantId, data } = aboutIntegration.parse(detail);
  const item = await deps.integrations.get(tenantId, data);
  if (!item?.isActive) return;
  const { kind, integrationId, revision } = item;
  const input = { tenantId, kind, integrationId, revision, checkAt: nextCheckAt(item) };
  await deps.start(integrationCheck, input);
}
