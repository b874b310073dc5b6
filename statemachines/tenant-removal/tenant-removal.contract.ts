// The input of an execution of tenant-removal, and the inputs and answers of its tasks. Started by the consumer of
// TenantDeleted, named by the tenant, so that only one runs.
import * as z from 'zod';

const tenantRemovalInput = z.strictObject({ tenantId: z.string() });

export const tenantRemoval = {
  name: 'tenant-removal',
  executionName: ({ tenantId }: z.output<typeof tenantRemovalInput>) => tenantId,
} as const;

export const tenantRemovalTask = z.object(tenantRemovalInput.shape);

/** False if the task ran out of time and must be called again. */
export interface RemovalProgress {
  readonly isDone: boolean;
}
