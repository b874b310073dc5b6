// The input of an execution of release-lifecycle. Started by the consumer of ReleaseCreated, named by the release.
import * as z from 'zod';

const releaseLifecycleInput = z.strictObject({ tenantId: z.string(), releaseId: z.string() });

export const releaseLifecycle = {
  name: 'release-lifecycle',
  executionName: ({ releaseId }: z.output<typeof releaseLifecycleInput>) => releaseId,
} as const;
