// The writes of an environment's approval policy: its next version, and conditions that its teams exist.
import type { Write } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import type { EnvironmentItem } from '../../entities/environments/environment.entity.ts';
import { environmentErrors } from '../../entities/environments/errors.ts';
import { groupsOf, policyOf } from '../../entities/environments/policies/approval-policy.model.ts';
import type { Caller } from '../_kit/save.ts';
import type { EnvironmentsDeps } from './deps.ts';

/** Fail with `environment.invalid` if a team does not exist. */
export function policyWrites(
  caller: Caller,
  after: EnvironmentItem,
  { environments, teams }: Pick<EnvironmentsDeps, 'environments' | 'teams'>,
): Write[] {
  const unknown = (index: number) =>
    environmentErrors.invalid({
      fields: [
        { path: `approvalGroups[${index}].teamId`, code: 'team.not_found', message: 'is no team of the tenant' },
      ],
    });
  return [
    environments.addPolicy(policyOf(after, isoOf(caller.at), caller.actor)),
    ...groupsOf(after).map(({ teamId }, index) => teams.check(caller.tenantId, teamId, unknown(index))),
  ];
}
