// A release as the subject of an approval: the sign-off of its regression cycle.
import { assertMaySignOff } from '../../../entities/releases/regression/regression.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { pipelineRefs } from '../../../entities/releases/uses/named.model.ts';
import type { ApprovalsDeps } from '../deps.ts';
import type { SubjectRules } from './subject.ts';

/** A refusal names pipelines by their names. */
async function pipelineNames({ release, pipelines }: WholeRelease, { integrations }: ApprovalsDeps) {
  const known = await integrations.getMany(release.tenantId, pipelineRefs(pipelines));
  return (id: string) => known.get(id)?.name ?? id;
}

/** The round of a sign-off is the regression cycle. */
export const releaseAsSubject: SubjectRules = async (tenantId, { subject, round }, deps) => {
  const whole = await deps.releases.whole(tenantId, subject.id);
  const { status, regressionCycle, communicationIntegrationId } = whole.release;
  return {
    communicationIntegrationId,
    isOvertaken: status !== 'REGRESSION_IN_PROGRESS' || regressionCycle !== round,
    unchanged: deps.releases.unchanged(whole.release),
    assertApprovable: async () => assertMaySignOff(whole, round, await pipelineNames(whole, deps)),
  };
};
