// Asks for the sign-off of the current regression cycle. The question's sentinel makes asking twice ask once.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { approvalDefinition } from '../../../entities/approvals/approval.entity.ts';
import { ApprovalRequested } from '../../../entities/approvals/events.ts';
import { PLATFORM_NAMES } from '../../../entities/integrations/types/integration-type.ts';
import { platformOf } from '../../../entities/integrations/types/integration-types.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { factsOf } from '../decide.ts';
import type { ApprovalEventsDeps } from '../on/decision-requested.ts';

const input = z.object({ tenantId: z.string(), releaseId: z.string(), executionId: z.string() });
const STAGE = 'REGRESSION_SIGN_OFF';

const approvalOf = ({ tenantId, at }: Caller, { releaseId, releaseKey, version, regressionCycle }: ReleaseItem) => ({
  ...{ tenantId, approvalId: newId<'Approval'>(at), releaseId, releaseKey, version },
  ...({ stage: STAGE, cycle: regressionCycle, status: 'PENDING' } as const),
  ...{ requestedAt: isoOf(at), ...firstStamps(approvalDefinition, isoOf(at)) },
});

const MOST_TITLES = 5;

/** The facts that a person needs to decide: the builds, what is new in them, and where they would go. */
async function questionFacts({ release, targets, pipelines }: WholeRelease, deps: ApprovalEventsDeps) {
  const { tenantId, releaseId, releasePilotId, regressionCycle } = release;
  const [cycle, pilot, integrations] = await Promise.all([
    deps.releases.cycles.get(tenantId, releaseId, regressionCycle),
    releasePilotId === undefined ? undefined : deps.tenants.membershipOf(tenantId as TenantId, releasePilotId),
    deps.integrations.getMany(tenantId, [
      ...targets.map((one) => ({ kind: 'TARGET' as const, integrationId: one.targetIntegrationId })),
      ...pipelines.map((one) => ({ kind: 'PIPELINE' as const, integrationId: one.pipelineIntegrationId })),
    ]),
  ]);
  const { commits = [], commitCount: count = commits.length } = cycle ?? {};
  const nameOf = (id: string, target: string) => {
    const type = integrations.get(target)?.type;
    const platform = type && platformOf(type);
    return platform === undefined ? (integrations.get(id)?.name ?? id) : PLATFORM_NAMES[platform];
  };
  return {
    ...(pilot ? { pilotName: pilot.name } : {}),
    builds: pipelines.map((one) => ({
      name: nameOf(one.pipelineIntegrationId, one.targetIntegrationId),
      buildNumber: one.buildNumber,
    })),
    commits: { count, titles: commits.slice(-MOST_TITLES).map(({ message }) => message) },
    targets: targets
      .filter(({ targetStatus }) => targetStatus !== 'RELEASED')
      .map(({ targetIntegrationId, initialPercentage: percentage }) => ({ targetIntegrationId, percentage })),
  };
}

/** Does nothing when the release was deleted or is no longer in regression, or this cycle was asked about before. */
export async function requestSignOff(raw: unknown, deps: ApprovalEventsDeps): Promise<void> {
  const { releaseId, executionId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const caller: Caller = { tenantId, actor: systemActor('approvals'), correlationId: executionId, at: deps.now() };
  await retryOnConflict(async () => {
    const [whole, asked] = await Promise.all([
      unlessGone('release', deps.releases.whole(tenantId, releaseId)),
      deps.approvals.questionsOf(tenantId, releaseId),
    ]);
    if (whole?.release.status !== 'REGRESSION_IN_PROGRESS') return;
    const { release } = whole;
    if (asked.some(({ stage, cycle }) => stage === STAGE && cycle === release.regressionCycle)) return;
    const facts = await questionFacts(whole, deps);
    const approval = approvalOf(caller, release);
    const { approvalId, stage, cycle } = approval;
    await deps.save(caller, {
      // A question about a release that has just moved on would stay open: nothing would overtake it any more.
      writes: [...deps.approvals.create(approval), deps.releases.unchanged(release)],
      events: [ApprovalRequested.create(caller, releaseId, { ...factsOf({ approval, decisions: [] }), ...facts })],
      audit: {
        action: 'approval.requested',
        resourceType: 'Release',
        resourceId: releaseId,
        details: { approvalId, stage, cycle },
      },
    });
  });
}
