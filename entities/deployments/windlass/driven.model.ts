// A deployment that Windlass drives: how it is made, what is shown of it beside what all deployments show, and what people may do with it.
// Pure. Source: "Deployment Job" of the orchestrator model.
import * as z from 'zod';
import type { Actor } from '../../_base/events.ts';
import { newId } from '../../_base/ids.ts';
import { firstStamps } from '../../_base/table/entity.ts';
import { prose, reference } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { type DeploymentItem, deploymentDefinition } from '../deployment.entity.ts';
import { deploymentErrors } from '../errors.ts';
import { isEnd } from '../reports/told.model.ts';
import { type FixedComponent, type Rollout, rolloutSchema } from '../rollout.model.ts';
import { SLOTS } from '../words.model.ts';
import { PHASES, type Progress, RESUME_ACTIONS, type ResumeAction } from './progress.model.ts';
import { drivenStages } from './stages.model.ts';

const reason = prose(500).trim().min(1);

export const rollBackBody = z.lazy(() =>
  z.strictObject({
    reason,
    targetReleaseId: reference
      .optional()
      .describe(
        'The release to go back to, which has run there. Default: the last one that ran there before and was not rolled back',
      ),
  }),
);
export const cancelDeploymentBody = z.lazy(() => z.strictObject({ reason: reason.optional() }));
export const resumeDeploymentBody = z.lazy(() =>
  z.strictObject({
    action: z
      .enum(RESUME_ACTIONS)
      .describe('RETRY what failed, CONTINUE without it, or ROLLBACK: each target as it was before'),
  }),
);

export const executionView = z
  .strictObject({
    promotionId: z.string().nullable().describe('The promotion that it carries out; null for a rollback of its own'),
    components: z.array(z.strictObject({ componentId: z.string(), name: z.string(), digest: z.string() })),
    rollout: rolloutSchema,
    slot: z.enum(SLOTS).nullable().describe('BLUE_GREEN: the slot that it deploys to'),
    phase: z.enum(PHASES).nullable().describe('Null before it begins'),
    step: z.number().int().nullable().describe('The step of the rollout, from 1'),
    isPaused: z.boolean().describe('It waits for a person to resume it'),
    pausedUntil: z.iso.datetime().nullable().describe('If nobody decides until then, it is rolled back'),
    failure: z.string().nullable().describe('Why it is paused or taken back'),
    cancelRequestedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeploymentExecution' });

export function viewExecution(item: DeploymentItem): z.output<typeof executionView> | null {
  const { origin, promotionId = null, components = [], rollout, slot = null, cancelRequestedAt = null } = item;
  if (origin !== 'WINDLASS' || rollout === undefined) return null;
  const progress = item.progress as Progress | undefined;
  const isPaused = progress?.pausedUntil !== undefined && !isEnd(item.status);
  return {
    ...{ promotionId, components, rollout, slot, cancelRequestedAt, isPaused },
    phase: progress?.phase ?? null,
    step: progress ? progress.step + 1 : null,
    pausedUntil: isPaused ? (progress?.pausedUntil ?? null) : null,
    failure: progress?.failure ?? null,
  };
}

interface Making {
  readonly place: Pick<DeploymentItem, 'tenantId' | 'environmentId' | 'serviceId' | 'service'>;
  readonly release: { readonly releaseId: string; readonly version: string };
  readonly components: readonly FixedComponent[];
  readonly rollout: Rollout;
  readonly promotionId?: string | undefined;
  readonly rollbackOf?: string | undefined;
  readonly reason?: string | undefined;
  readonly by: Actor;
}

/** A deployment that is requested at `at` (epoch milliseconds). */
export function newDriven({ place, release, components, rollout, by, ...rest }: Making, at: number): DeploymentItem {
  const deploymentId = newId<'Deployment'>(at);
  const requestedAt = isoOf(at);
  const [only, another] = components;
  return {
    ...place,
    deploymentId,
    shelf: deploymentId.slice(-1),
    origin: 'WINDLASS',
    ...rest,
    ...release,
    components: components.map(({ componentId, name, digest }) => ({ componentId, name, digest })),
    rollout,
    ...(only && !another && { digest: only.digest }),
    status: 'PENDING',
    strategy: rollout.strategy,
    ...{ requestedAt, beganAt: requestedAt, month: requestedAt.slice(0, 7) },
    by: { type: by.type, id: by.id, name: by.name },
    stages: drivenStages(rollout.smokeTestSeconds),
    ...firstStamps(deploymentDefinition, requestedAt),
  } as DeploymentItem;
}

/**
 * The rollout of a rollback: over the same targets, all at once, and with the others if one fails: a rollback is not taken back
 * in its turn. After BLUE_GREEN it goes to the slot that is not live any more.
 */
export function rolloutBack(undone: Rollout | undefined): Rollout {
  const { strategy, ...same } = undone ?? rolloutSchema.parse({});
  const { maxConcurrent, smokeTestSeconds, labels } = same;
  return {
    ...{ strategy: strategy === 'BLUE_GREEN' ? strategy : 'ALL_AT_ONCE', failurePolicy: 'CONTINUE' },
    ...{ maxConcurrent, smokeTestSeconds, ...(labels && { labels }) },
  };
}

/** Throws `deployment.not_driven` or `deployment.has_ended`. */
export function assertCancellable({ origin, status }: Pick<DeploymentItem, 'origin' | 'status'>): void {
  if (origin !== 'WINDLASS') throw deploymentErrors.not_driven();
  if (isEnd(status)) throw deploymentErrors.has_ended({ detail: `It is ${status}.`, legal: [] });
}

/** The progress with a person's answer. Throws also `deployment.not_paused`. */
export function resumed(item: DeploymentItem, action: ResumeAction): Progress {
  assertCancellable(item);
  const progress = item.progress as Progress | undefined;
  const isWaiting = progress?.pausedUntil !== undefined && progress.action === undefined;
  if (!progress || !isWaiting || item.cancelRequestedAt !== undefined) throw deploymentErrors.not_paused();
  return { ...progress, action };
}
