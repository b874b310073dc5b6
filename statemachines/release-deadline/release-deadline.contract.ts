// The input of an execution of release-deadline, and the input of its task. Started by the consumers of ReleaseCreated
// and ReleaseUpdated, named `<release>-r<revision>-<lap>`, so that a change of the date is watched once.
import * as z from 'zod';

const releaseDeadlineInput = z.strictObject({
  tenantId: z.string(),
  releaseId: z.string(),
  targetReleaseDate: z.string(),
  /** The revision of the release that set this date. */
  revision: z.number().int(),
  /** Counts the successive executions for one date that is later than an execution may last. */
  lap: z.number().int(),
});

export const releaseDeadline = {
  name: 'release-deadline',
  executionName: ({ releaseId, revision, lap }: z.output<typeof releaseDeadlineInput>) =>
    `${releaseId}-r${revision}-${lap}`,
} as const;

export const releaseDeadlineTask = z.object({
  ...releaseDeadlineInput.shape,
  executionId: z.string(),
  startedAt: z.string(),
});
