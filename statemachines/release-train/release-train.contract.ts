// The input of an execution of release-train, and the inputs of its tasks. Started by the consumers of the trains
// domain, named `<train>-<leg>`, so that one departure is driven once.
import * as z from 'zod';

const releaseTrainInput = z.strictObject({ tenantId: z.string(), trainId: z.string(), leg: z.number().int() });

export const releaseTrain = {
  name: 'release-train',
  executionName: ({ trainId, leg }: z.output<typeof releaseTrainInput>) => `${trainId}-${leg}`,
} as const;

export const releaseTrainTask = z.object({ ...releaseTrainInput.shape, executionId: z.string() });

/** The outcome of a departure: a release; no release because nothing is new since the last one; or an error. */
export const departureOutcome = z.union([
  z.object({ releaseId: z.string().nullable(), unchangedSince: z.string().optional() }),
  z.object({ error: z.object({ Error: z.string().nullable(), Cause: z.string().nullable() }) }),
]);
export type DepartureOutcome = z.output<typeof departureOutcome>;
