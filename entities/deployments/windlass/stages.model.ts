// The five stages of a deployment that Windlass drives: they follow its status and phase. Windlass deploys digests that were built, tested
// and scanned elsewhere, so those stages are SKIPPED. Pure.
import { changedStage, LEGAL_STAGE_CHANGES, newStages, type Stage } from '../stages/stage.model.ts';
import type { DeploymentStatus, StageName, StageStatus } from '../words.model.ts';
import type { Progress } from './progress.model.ts';

/** The smoke test soaks for so long, which its time-out allows. */
export const drivenStages = (smokeTestSeconds: number): Stage[] =>
  newStages().map((stage) =>
    stage.name === 'smoke_test' && stage.timeoutSeconds < smokeTestSeconds
      ? { ...stage, timeoutSeconds: smokeTestSeconds }
      : stage,
  );

type Wanted = Readonly<Partial<Record<StageName, StageStatus>>>;
const BUILT_ELSEWHERE: Wanted = { build: 'SKIPPED', test: 'SKIPPED', security_scan: 'SKIPPED' };

function wantedBy(status: DeploymentStatus, { phase, accepted }: Progress, stages: readonly Stage[]): Wanted {
  const deployed = accepted > 0 ? 'FAILED' : 'SUCCEEDED';
  if (status === 'IN_PROGRESS' && phase === 'DEPLOY') return { deploy: 'RUNNING' };
  if (status === 'IN_PROGRESS' && phase === 'SMOKE_TEST') return { deploy: deployed, smoke_test: 'RUNNING' };
  const isTested = stages.some(({ name, status: now }) => name === 'smoke_test' && now === 'RUNNING');
  if (status === 'SUCCEEDED') return { deploy: 'SUCCEEDED', smoke_test: isTested ? 'SUCCEEDED' : 'SKIPPED' };
  if (status === 'PENDING') return {};
  // It failed, was cancelled, or is taken back: what runs has failed, and what has not begun does not begin.
  const open = stages.filter((stage) => LEGAL_STAGE_CHANGES[stage.status].length > 0);
  return Object.fromEntries(open.map(({ name, status: now }) => [name, now === 'RUNNING' ? 'FAILED' : 'SKIPPED']));
}

/** The stages after a change at `at` (ISO 8601), and the names of those that changed. */
export function stagesAfter(stages: readonly Stage[], status: DeploymentStatus, progress: Progress, at: string) {
  const wanted = { ...wantedBy(status, progress, stages), ...(status !== 'PENDING' && BUILT_ELSEWHERE) };
  const after = stages.map((stage) => {
    const next = wanted[stage.name];
    const isLegal = next !== undefined && LEGAL_STAGE_CHANGES[stage.status].includes(next);
    return isLegal ? changedStage(stage, { status: next }, at) : stage;
  });
  return { stages: after, changed: after.filter((stage, index) => stage !== stages[index]) };
}
