// Records the evidence of a promotion's newest decision, or of a deployment that has ended. Called again it changes nothing.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { decisionFacts, deploymentFacts, type PacketFacts } from '../../../entities/evidence/facts.model.ts';
import { SUBJECT_TYPES, type SubjectType } from '../../../entities/evidence/words.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';
import { record } from '../recording/record.ts';

const input = z.object({
  tenantId: z.string(),
  subjectType: z.enum(SUBJECT_TYPES),
  subjectId: z.string(),
  executionId: z.string().optional(),
});

async function decided(tenantId: TenantId, promotionId: string, { promotions }: TaskDeps) {
  const promotion = await promotions.find(tenantId, promotionId);
  if (promotion?.evaluatedAt === undefined) return [];
  const evaluation = await promotions.evaluation(tenantId, promotionId, promotion.evaluatedAt);
  const facts = evaluation && decisionFacts(promotion, evaluation);
  return facts ? [facts] : [];
}

async function deployed(tenantId: TenantId, deploymentId: string, { deployments, tasks }: TaskDeps) {
  const deployment = await deployments.find(tenantId, deploymentId);
  return deployment ? deploymentFacts(deployment, await tasks.ofDeployment(tenantId, deploymentId)) : [];
}

const FACTS: Readonly<
  Record<SubjectType, (tenantId: TenantId, id: string, deps: TaskDeps) => Promise<readonly PacketFacts[]>>
> = { Promotion: decided, Deployment: deployed };

/** Answers the ids of the packets; none if the subject was deleted, or if nothing is decided or has ended. */
export async function recordEvidence(raw: unknown, deps: TaskDeps): Promise<{ readonly packetIds: readonly string[] }> {
  const { subjectType, subjectId, executionId = subjectId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const caller: Caller = { tenantId, actor: systemActor('evidence'), correlationId: executionId, at: deps.now() };
  const packetIds: string[] = [];
  for (const facts of await FACTS[subjectType](tenantId, subjectId, deps)) {
    packetIds.push((await record(caller, facts, deps)).packetId);
  }
  return { packetIds };
}
