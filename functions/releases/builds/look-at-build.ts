// Asks a CI service for the state of a build, as the message about its end may have been lost: for a person, or for the workflow after a
// long wait. The pipeline keeps the time of the look, and its error.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleasePipelineItem } from '../../../entities/releases/release-parts.entity.ts';
import type { BuildState } from '../../_adapters/adapter.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps } from '../deps.ts';
import type { Outside } from '../outside.ts';
import { heard } from './hear-build.ts';

interface LookDeps extends BackgroundDeps {
  readonly outside: Pick<Outside, 'pipeline'>;
}

/** True if a look may tell something about the build of the pipeline. */
export const isLookedAt = ({ buildStatus, externalId }: ReleasePipelineItem): boolean =>
  externalId !== undefined && buildStatus !== 'SUCCESS';

interface Answer {
  readonly state?: BuildState | undefined;
  readonly error?: string | undefined;
  /** The reason why the build counts as failed although the service does not say so. */
  readonly reason?: string | undefined;
}

/** The reason why a build that runs for too long counts as failed; undefined while it may run. */
function overdue({ triggeredAt }: ReleasePipelineItem, minutes: number | undefined, now: number): string | undefined {
  if (minutes === undefined || triggeredAt === undefined) return undefined;
  if (now - Date.parse(triggeredAt) < minutes * 60_000) return undefined;
  return `It has not ended within ${minutes} minutes, the buildTimeoutMinutes of its pipeline.`;
}

/** The state of the build by the service, or the failure of a build that runs for too long. */
function endOf(pipeline: ReleasePipelineItem, state: BuildState | undefined, minutes: number | undefined, now: number) {
  const isOpen = (state?.status ?? pipeline.buildStatus) === 'RUNNING';
  const reason = isOpen ? overdue(pipeline, minutes, now) : undefined;
  return reason === undefined ? { state } : { state: { ...state, status: 'FAILED' as const }, reason };
}

const UNKNOWN = 'The service shows no such build. If it is lost, say what became of it.';

async function ask({ release }: WholeRelease, pipeline: ReleasePipelineItem, deps: LookDeps): Promise<Answer> {
  const { pipelineIntegrationId, externalId = '', buildNumber, triggerId = '', triggeredAt } = pipeline;
  try {
    const client = await deps.outside.pipeline(release.tenantId, pipelineIntegrationId);
    const state = await client.status({
      ...{ externalId, triggerId, branch: release.branchRelease, since: triggeredAt ?? pipeline.updatedAt },
      ...(buildNumber === undefined ? {} : { buildNumber }),
    });
    const end = endOf(pipeline, state, client.buildTimeoutMinutes, deps.now());
    return end.state ? end : { error: UNKNOWN };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { error: error.message };
  }
}

/** True while the pipeline has the same build. */
const isSame = (one: ReleasePipelineItem, other: ReleasePipelineItem): boolean => one.triggerId === other.triggerId;

/** Saves the error of an unavailable service instead of throwing it. */
export async function lookAtBuild(caller: Caller, releaseId: string, id: string, deps: LookDeps): Promise<void> {
  const load = async () => {
    const whole = await deps.releases.whole(caller.tenantId as TenantId, releaseId);
    return { whole, pipeline: whole.pipelines.find((item) => item.pipelineIntegrationId === id) };
  };
  const before = await load();
  const asked = before.pipeline;
  if (!asked || !isLookedAt(asked)) return;
  const { state, error, reason } = await ask(before.whole, asked, deps);
  await retryOnConflict(async () => {
    const { whole, pipeline } = await load();
    if (!pipeline || !isSame(pipeline, asked)) return;
    const found = state && heard(caller, whole, pipeline, state, reason);
    const at = isoOf(caller.at);
    const look: Changes<ReleasePipelineItem> = { refreshedAt: at, refreshError: error, refreshWantedAt: undefined };
    await deps.save(caller, {
      writes: [deps.releases.updatePipeline(pipeline, at, { ...found?.changes, ...look })],
      events: found?.events ?? [],
      audit: auditOf(whole.release, 'build.refreshed', {
        pipelineIntegrationId: id,
        buildStatus: found?.changed.buildStatus ?? pipeline.buildStatus,
        error,
        reason,
      }),
    });
  });
}
