// The input of an execution of release-lifecycle. Started by the consumer of ReleaseCreated, named by the release.
import * as z from 'zod';

export const releaseLifecycleInput = z.strictObject({ tenantId: z.string(), releaseId: z.string() });
