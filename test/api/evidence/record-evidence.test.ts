// recordEvidence, the task of state machines: evidence of what is stored of a promotion or deployment, once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { transact } from '../../../entities/_base/table/table.ts';
import { type TaskItem, taskDefinition } from '../../../entities/agents/tasks/task.entity.ts';
import { createTaskRepo } from '../../../entities/agents/tasks/task.repo.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import type { Snapshot } from '../../../entities/promotions/decisions/snapshot.model.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { createPromotionRepo } from '../../../entities/promotions/promotion.repo.ts';
import type { TaskDeps } from '../../../functions/evidence/deps.ts';
import { recordEvidence } from '../../../functions/evidence/tasks/record-evidence.ts';
import { deploymentOf, evaluationOf, idNamed, NOW_ISO, promotionOf, taskOf } from '../../support/evidence/samples.ts';
import { TENANT_ID } from '../../support/http.ts';
import { type EvidenceStage, startEvidence } from './fixture.ts';

let stage: EvidenceStage;
let deps: TaskDeps;
beforeAll(async () => {
  stage = await startEvidence();
  const { table } = stage;
  const [promotions, deployments, tasks] = [
    createPromotionRepo(table),
    createDeploymentRepo(table),
    createTaskRepo(table),
  ];
  deps = { ...stage.recorder, promotions, deployments, tasks };
});
afterAll(() => stage.stop());

/** A stored promotion with its last evaluation. */
async function promoted(
  name: string,
  over: Partial<Snapshot> = {},
  status: PromotionItem['status'] = 'DEPLOYING',
): Promise<string> {
  const promotions = createPromotionRepo(stage.table);
  const evaluation = evaluationOf(over);
  const item = promotionOf(name, { evaluatedAt: evaluation.record.evaluatedAt, status });
  await transact(stage.table, [...promotions.create(item), promotions.keepEvaluation(item, evaluation)]);
  return item.promotionId;
}

async function deployed(name: string, over: Partial<DeploymentItem> = {}): Promise<string> {
  const item = deploymentOf(name, over);
  const { deploymentId, shelf } = item;
  const tasks = ['DEPLOY', 'ROLLBACK'].map((step) => ({
    ...{
      ...taskOf('t1'),
      taskId: idNamed(`${name} ${step}`),
      step,
      tenantId: TENANT_ID,
      deploymentId,
      shelf,
      fence: 1,
    },
    ...{ environmentId: item.environmentId, timeoutSeconds: 60, queuedAt: NOW_ISO },
    ...firstStamps(taskDefinition, NOW_ISO),
  })) as unknown as TaskItem[];
  const writes = tasks.flatMap((task) => createTaskRepo(stage.table).create(task));
  await transact(stage.table, [...createDeploymentRepo(stage.table).create(item), ...writes]);
  return deploymentId;
}

const run = (subjectType: string, subjectId: string) =>
  recordEvidence({ tenantId: TENANT_ID, subjectType, subjectId, executionId: 'execution-1' }, deps);
const typesOf = async (subjectId: string) =>
  (await stage.items({ __edb_e__: 'evidencePacket', subjectId })).map(({ type }) => type).sort();

describe('recordEvidence', () => {
  it.each(['SUPERSEDED', 'CANCELLED'] as const)('records no decision about a promotion that is %s', async (status) => {
    const promotionId = await promoted(`all gates passed, then ${status}`, {}, status);
    expect(await run('Promotion', promotionId)).toEqual({ packetIds: [] });
  });

  it('records the last decision about a promotion, once', async () => {
    const promotionId = await promoted('allowed');
    const first = await run('Promotion', promotionId);
    expect(first.packetIds).toHaveLength(1);
    expect(await run('Promotion', promotionId)).toEqual(first);
    expect(await typesOf(promotionId)).toEqual(['DECISION']);
    expect(await stage.verified(first.packetIds[0] ?? '')).toMatchObject({ isIntact: true });
    const [audit] = await stage.items({ __edb_e__: 'auditEntry', resourceId: first.packetIds[0] });
    expect(audit).toMatchObject({ correlationId: 'execution-1', actor: { type: 'SYSTEM', id: 'evidence' } });
  });

  it.each<[string, Partial<Snapshot>, readonly string[]]>([
    [
      'a denial',
      { decisions: [{ userId: 'petra', action: 'REJECTED', decidedAt: NOW_ISO, groupIds: [] }] },
      ['DECISION'],
    ],
    ['nothing while approvals are missing', { decisions: [] }, []],
  ])('records %s', async (name, over, expected) => {
    const promotionId = await promoted(name, over);
    await run('Promotion', promotionId);
    expect(await typesOf(promotionId)).toEqual(expected);
  });

  it.each<[string, Partial<DeploymentItem>, readonly string[], readonly string[]]>([
    ['a deployment', {}, ['DEPLOYMENT'], ['DEPLOY']],
    [
      'a deployment and its own rollback',
      { status: 'ROLLED_BACK', rolledBackBy: idNamed('a deployment and its own rollback') },
      ['DEPLOYMENT', 'ROLLBACK'],
      ['DEPLOY', 'ROLLBACK'],
    ],
    ['a rollback of another', { rollbackOf: idNamed('earlier') }, ['ROLLBACK'], ['DEPLOY,ROLLBACK']],
    ['nothing while it runs', { status: 'IN_PROGRESS' }, [], []],
  ])('records %s, once', async (name, over, types, steps) => {
    const deploymentId = await deployed(name, over);
    const first = await run('Deployment', deploymentId);
    expect(await run('Deployment', deploymentId)).toEqual(first);
    expect(await typesOf(deploymentId)).toEqual(types);
    const said = await Promise.all(
      first.packetIds.map(async (id) => {
        const { envelope } = (await stage.get(`/evidence/${id}`)).body;
        return JSON.parse(Buffer.from(envelope.payload, 'base64').toString()).predicate.tasks;
      }),
    );
    expect(
      said.map((tasks) =>
        tasks
          .map(({ step }: { step: string }) => step)
          .sort()
          .join(),
      ),
    ).toEqual(steps);
  });

  it.each([
    ['Promotion', 'a deleted promotion'],
    ['Deployment', 'a deleted deployment'],
  ])('answers no packet for %s: %s', async (type) => {
    expect(await run(type, idNamed('deleted'))).toEqual({ packetIds: [] });
  });

  it('throws for a subject of another kind', async () => {
    await expect(run('Release', idNamed('release'))).rejects.toThrow();
  });
});
