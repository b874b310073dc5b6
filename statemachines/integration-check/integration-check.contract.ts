// The input of an execution of integration-check, and the inputs of its tasks. Started by the consumers of the integrations
// domain, named `<integration>-r<revision>`, so that each revision is checked once.
import * as z from 'zod';
import { INTEGRATION_KINDS } from '../../entities/integrations/types/integration-kinds.ts';

const checked = {
  tenantId: z.string(),
  kind: z.enum(INTEGRATION_KINDS),
  integrationId: z.string(),
  revision: z.number().int(),
};

/** `checkAt`: ISO 8601. */
const integrationCheckInput = z.strictObject({ ...checked, checkAt: z.iso.datetime() });

export const integrationCheck = {
  name: 'integration-check',
  executionName: ({ integrationId, revision }: z.output<typeof integrationCheckInput>) =>
    `${integrationId}-r${revision}`,
} as const;

export const integrationCheckTask = z.object({ ...checked, executionId: z.string() });
export type IntegrationCheckTask = z.output<typeof integrationCheckTask>;
