// An environment as a request names it.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { EnvironmentItem } from '../../../entities/environments/environment.entity.ts';
import type { Caller } from '../../_kit/save.ts';
import type { PromotionsDeps } from '../deps.ts';

/** By id or name; undefined if it does not exist. */
export const environmentNamed = (
  { tenantId }: Pick<Caller, 'tenantId'>,
  named: string,
  { environments }: Pick<PromotionsDeps, 'environments'>,
): Promise<EnvironmentItem | undefined> =>
  environments.get(tenantId, named).catch((error: unknown) => {
    if (!isDomainError(error) || error.code !== 'environment.not_found') throw error;
    return undefined;
  });
