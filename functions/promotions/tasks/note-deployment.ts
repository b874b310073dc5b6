// Stores the deployment that carries a promotion out, so that people find it while it is under way.
import * as z from 'zod';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { auditOf } from '../news.ts';
import { callerOf } from './promotion.ts';

const input = promotionTask.extend({ deploymentId: z.string() });

export async function noteDeployment(raw: unknown, deps: PromotionTaskDeps): Promise<void> {
  const { deploymentId, ...given } = input.parse(raw);
  await retryOnConflict(async () => {
    const item = await deps.promotions.find(given.tenantId, given.promotionId);
    if (item?.status !== 'DEPLOYING' || item.deploymentId === deploymentId) return;
    const caller = callerOf(given, deps);
    await deps.save(caller, {
      writes: deps.promotions.update(item, isoOf(caller.at), { deploymentId }),
      events: [],
      audit: auditOf(item, 'deployment_created', { deploymentId }),
    });
  });
}
