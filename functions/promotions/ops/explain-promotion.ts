// Explains a decision about a promotion: the stored record with its snapshot, or the record that another version of the approval policy
// gives of the same snapshot. Changes nothing.
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import { promotionErrors } from '../../../entities/promotions/errors.ts';
import { gatePolicyOf } from '../../../entities/promotions/promotion.model.ts';
import { viewExplanation } from '../../../entities/promotions/promotion.view.ts';
import type { Ops } from '../deps.ts';

/** Sorts after every time. */
const LAST = '~';

export const explainPromotion: Ops['explainPromotion'] = async ({ caller, params, query }, deps) => {
  const { tenantId } = caller;
  const { promotionId, targetEnvironmentId } = await deps.promotions.get(tenantId, params.promotion ?? '');
  const stored = await deps.promotions.evaluationAt(tenantId, promotionId, query.at ?? LAST);
  if (!stored) throw promotionErrors.not_evaluated();
  if (query.policyVersion === undefined) return { body: viewExplanation(stored, stored.record, false) };
  const asked = await deps.environments.policy(tenantId, targetEnvironmentId, query.policyVersion);
  const snapshot = { ...stored.snapshot, policy: gatePolicyOf(asked, asked.version) };
  return { body: viewExplanation({ promotionId, snapshot }, evaluate(snapshot), true) };
};
