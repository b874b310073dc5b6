// What an execution of release-deadline is started with, and what its task gets. Started by the consumers of ReleaseCreated
// and ReleaseUpdated, named `<release>-r<revision>-<lap>`, so that a change of the date is watched once.
import * as z from 'zod';

export const releaseDeadlineInput = z.strictObject({
  tenantId: z.string(),
  releaseId: z.string(),
  targetReleaseDate: z.string(),
  /** Of the release, when it got this date. */
  revision: z.number().int(),
  /** Counts the executions that followed each other over one date further away than an execution may last. */
  lap: z.number().int(),
});
export type ReleaseDeadlineInput = z.output<typeof releaseDeadlineInput>;

export const releaseDeadlineTask = z.object({
  ...releaseDeadlineInput.shape,
  executionId: z.string(),
  startedAt: z.string(),
});
