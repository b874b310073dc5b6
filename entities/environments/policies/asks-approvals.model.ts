// The question whether the approval policy of an environment asks people at all. Pure, and without schemas, as repositories have it too.
import type { EnvironmentItem } from '../environment.entity.ts';

export type Asking = Pick<EnvironmentItem, 'requiredApprovals' | 'approvalGroups'>;

export const asksApprovals = ({ requiredApprovals, approvalGroups }: Asking): boolean =>
  requiredApprovals > 0 || (Array.isArray(approvalGroups) && approvalGroups.length > 0);
