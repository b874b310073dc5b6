// Removes the places of users in a deleted team.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TeamDeleted } from '../../../entities/people/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PeopleEventsDeps } from '../deps.ts';

export async function onTeamDeleted({ detail }: BusEvent, { teams }: PeopleEventsDeps): Promise<void> {
  const { tenantId, data } = TeamDeleted.parse(detail);
  for await (const member of teams.membersOf(tenantId as TenantId, data.teamId)) await teams.forgetMember(member);
}
