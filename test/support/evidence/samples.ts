// A promotion with its decision, and a deployment of Windlass with its tasks, as they are stored.
import { idOf } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { type DeploymentItem, deploymentDefinition } from '../../../entities/deployments/deployment.entity.ts';
import { rolloutSchema } from '../../../entities/deployments/rollout.model.ts';
import { newStages } from '../../../entities/deployments/stages/stage.model.ts';
import type { TaskFact } from '../../../entities/evidence/facts.model.ts';
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import type { Snapshot } from '../../../entities/promotions/decisions/snapshot.model.ts';
import { type PromotionItem, promotionDefinition } from '../../../entities/promotions/promotion.entity.ts';
import { TENANT_ID } from '../http.ts';

export const NOW = Date.parse('2026-06-01T12:00:00.000Z');
export const NOW_ISO = '2026-06-01T12:00:00.000Z';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OLD_DIGEST = `sha256:${'b'.repeat(64)}`;

/** The same id for the same name. */
export const idNamed = (name: string): string => idOf(NOW, name);

export const RELEASE_ID = idNamed('release');

export function promotionOf(name: string, over: Partial<PromotionItem> = {}): PromotionItem {
  const promotionId = idNamed(name);
  return {
    ...{ tenantId: TENANT_ID, promotionId, shelf: promotionId.slice(-1), month: '2026-06' },
    ...{
      releaseId: RELEASE_ID,
      releaseKey: 'api@1.0.0',
      serviceId: idNamed('service'),
      service: 'api',
      version: '1.0.0',
    },
    ...{ targetEnvironmentId: idNamed('production'), environmentName: 'production', status: 'APPROVED' as const },
    ...{ isRollback: false, requestedBy: { type: 'USER', id: 'rita', name: 'Rita' }, requestedAt: NOW_ISO },
    ...{ components: [{ componentId: 'c1', name: 'api', digest: DIGEST }], authors: ['axel'] },
    ...{ rollout: rolloutSchema.parse({}), policyVersion: 3, approvedHash: 'c'.repeat(64), round: 1 },
    ...firstStamps(promotionDefinition, NOW_ISO),
    ...over,
  } as PromotionItem;
}

export const snapshotOf = (over: Partial<Snapshot> = {}): Snapshot => ({
  ...{ at: NOW_ISO, isRollback: false, requestedBy: 'rita' },
  release: {
    ...{ releaseId: RELEASE_ID, releaseKey: 'api@1.0.0', service: 'api', authors: ['axel'], areAuthorsKnown: true },
    components: [{ componentId: 'c1', name: 'api', digest: DIGEST }],
  },
  environment: { environmentId: idNamed('production'), name: 'production', stop: null },
  ...{ emergencyStop: null, sources: [], freezeWindows: [], override: null },
  targets: [{ targetId: 't1', name: 'eu-1', componentId: 'c1', capability: 'docker', healthStatus: 'HEALTHY' }],
  agents: [{ agentId: 'a1', isOnline: true, capabilities: ['docker'] }],
  policy: { version: 3, approvalsNeeded: 1, groups: [], requireSod: true },
  decisions: [{ userId: 'petra', action: 'APPROVED', decidedAt: NOW_ISO, groupIds: [] }],
  ...over,
});

export const evaluationOf = (over: Partial<Snapshot> = {}) => {
  const snapshot = snapshotOf(over);
  return { snapshot, record: evaluate(snapshot) };
};

export function deploymentOf(name: string, over: Partial<DeploymentItem> = {}): DeploymentItem {
  const deploymentId = idNamed(name);
  return {
    ...{ tenantId: TENANT_ID, deploymentId, shelf: deploymentId.slice(-1), origin: 'WINDLASS' as const },
    ...{ environmentId: idNamed('production'), serviceId: idNamed('service'), service: 'api', version: '1.0.0' },
    ...{ releaseId: RELEASE_ID, promotionId: idNamed('promotion'), status: 'SUCCEEDED' as const },
    ...{ components: [{ componentId: 'c1', name: 'api', digest: DIGEST }], rollout: rolloutSchema.parse({}) },
    ...{ strategy: 'ALL_AT_ONCE' as const, requestedAt: NOW_ISO, startedAt: NOW_ISO, beganAt: NOW_ISO },
    ...{ month: '2026-06', finishedAt: '2026-06-01T12:05:00.000Z', stages: newStages() },
    ...firstStamps(deploymentDefinition, NOW_ISO),
    ...over,
  } as DeploymentItem;
}

export const taskOf = (targetId: string, over: Partial<TaskFact> = {}): TaskFact => ({
  ...{ taskId: idNamed(`task of ${targetId}`), step: 'DEPLOY', targetId, targetName: `host ${targetId}` },
  ...{ componentId: 'c1', componentName: 'api', status: 'SUCCEEDED', agentId: 'a1', agentName: 'Agent' },
  ...{ previousDigest: OLD_DIGEST, digest: DIGEST, startedAt: NOW_ISO, finishedAt: NOW_ISO },
  ...over,
});
