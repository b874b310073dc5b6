// The people of a storm: they ask for a build that failed again, open cycles, sign off, and answer as the stores; only by what
// they see of a release.
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import type { Stage } from '../lifecycle/lifecycle-stage.ts';
import type { StormCi } from './storm-ci.ts';
import { PIPELINES, SENDERS } from './storm-senders.ts';

/** Cycles that every release goes through; one more when a store rejects it. */
const CYCLES = 3;

type Act = (path: string, body?: object) => Promise<unknown>;

function buildsOf({ release, pipelines }: WholeRelease, ci: StormCi) {
  return SENDERS.map((sender) => {
    const { id } = PIPELINES[sender];
    const status = pipelines.find((item) => item.pipelineIntegrationId === id)?.buildStatus;
    const fate = ci.fateOfLast(release.branchRelease, sender);
    const isLost = (status === 'FAILED' || status === 'CANCELLED') && fate !== 'AGAIN';
    return { id, isLost, isDone: status === 'SUCCESS', isHanging: status === 'RUNNING' && fate === 'HANGS' };
  });
}

async function askAgain(whole: WholeRelease, ci: StormCi, act: Act): Promise<boolean> {
  const lost = buildsOf(whole, ci).filter(({ isLost }) => isLost);
  for (const { id } of lost) await act(`pipelines/${id}/trigger`);
  return lost.length > 0;
}

async function test(stage: Stage, whole: WholeRelease, ci: StormCi, act: Act): Promise<boolean> {
  const { releaseId, regressionCycle, signedOffCycle } = whole.release;
  const questions = await stage.world.approvals.questionsOf(TENANT_ID as never, releaseId);
  const asked = questions.find(({ round }) => round === regressionCycle && round !== signedOffCycle);
  const builds = buildsOf(whole, ci);
  const isStuck = builds.some(({ isHanging }) => isHanging) && builds.every((one) => one.isDone || one.isHanging);
  if (isStuck || (asked && regressionCycle < CYCLES)) await act('regression-cycles', { force: true });
  else if (asked) await stage.world.asLead('POST', `/approvals/${asked.approvalId}/decisions`, { action: 'APPROVED' });
  return isStuck || asked !== undefined;
}

/** The App Store rejects every fifth release once. */
async function answerAsStores({ kit }: Stage, { release, targets }: WholeRelease, act: Act): Promise<boolean> {
  const submitted = targets.filter((item) => item.targetStatus === 'SUBMITTED');
  const isPicky = release.version.endsWith('5.0');
  for (const { targetIntegrationId: target, rejectionReason } of submitted) {
    const isRejected = isPicky && target === kit.appStore && rejectionReason === undefined;
    await act(
      `targets/${target}/status`,
      isRejected ? { status: 'REJECTED', reason: 'Crashes' } : { status: 'RELEASED' },
    );
    if (isRejected) return true;
  }
  return submitted.length > 0;
}

/** True when somebody did something, so that there may be more to do. */
export async function actOn(stage: Stage, ci: StormCi, id: string): Promise<boolean> {
  const whole = await stage.stored(id);
  const act: Act = (path, body) => stage.world.asLead('POST', `/releases/${id}/${path}`, body);
  switch (whole.release.status) {
    case 'STARTED':
      return askAgain(whole, ci, act);
    case 'REGRESSION_IN_PROGRESS':
      return (await askAgain(whole, ci, act)) || test(stage, whole, ci, act);
    case 'BUILD_SUBMITTED':
      return answerAsStores(stage, whole, act);
    default:
      return false;
  }
}
