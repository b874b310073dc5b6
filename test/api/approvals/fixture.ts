// A release that waits for its sign-off, and the approval that asks for it.
import { newId, shelfOf } from '../../../entities/_base/ids.ts';
import type { ApprovalItem } from '../../../entities/approvals/approval.entity.ts';
import type { ApprovalStatus, Policy } from '../../../entities/approvals/approval.model.ts';
import { type Kit, NOW_ISO, TENANT_ID, type World } from '../../support/release-world.ts';

export interface Asked {
  readonly releaseId: string;
  readonly approvalId: string;
}

/** Asks for the sign-off of the first cycle of a new release; `releasePilotId` may sign it. */
export async function askForSignOff(world: World, kit: Kit, releasePilotId?: string, cycle = 1): Promise<Asked> {
  const view = await world.release(kit, releasePilotId === undefined ? {} : { releasePilotId });
  const { release, pipelines } = await world.stored(view.id);
  const at = release.updatedAt;
  await world.seed([
    world.releases.update(release, at, { status: 'REGRESSION_IN_PROGRESS', regressionCycle: cycle }),
    ...pipelines.map((pipeline) => world.releases.updatePipeline(pipeline, at, { buildStatus: 'SUCCESS' })),
  ]);
  const userIds = releasePilotId === undefined ? [] : [releasePilotId];
  return { releaseId: view.id, approvalId: await storeApproval(world, view, { cycle, policy: { userIds } }) };
}

export async function storeApproval(
  world: World,
  release: { id: string; releaseKey: string },
  over: { cycle?: number; status?: ApprovalStatus; stage?: string; policy?: Partial<Policy> } = {},
): Promise<string> {
  const approvalId = newId<'Approval'>(world.clock.at);
  const { status = 'PENDING', cycle = 1, stage = 'REGRESSION_SIGN_OFF' } = over;
  const item: ApprovalItem = {
    tenantId: TENANT_ID,
    approvalId,
    shelf: shelfOf(approvalId),
    subject: { type: 'Release', id: release.id, key: release.releaseKey },
    stage,
    round: cycle,
    question: `Sign off ${release.releaseKey}, cycle ${cycle}?`,
    policy: {
      roles: ['ADMIN', 'LEAD'],
      userIds: [],
      approvalsNeeded: 1,
      groups: [],
      excludedUserIds: [],
      ...over.policy,
    },
    status,
    requestedAt: NOW_ISO,
    ...{ createdAt: NOW_ISO, updatedAt: NOW_ISO, revision: 1, schemaVersion: 1 },
  };
  await world.seed(world.approvals.create(item));
  return approvalId;
}
