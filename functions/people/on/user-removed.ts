// Removes the identities of a removed user, and the places in teams, which count their members.
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TeamMemberRemoved, UserRemoved } from '../../../entities/people/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { PeopleEventsDeps } from '../deps.ts';

export async function onUserRemoved({ detail }: BusEvent, deps: PeopleEventsDeps): Promise<void> {
  const { tenantId: id, correlationId, data } = UserRemoved.parse(detail);
  const tenantId = id as TenantId;
  const { userId } = data;
  const caller = { tenantId, actor: systemActor('people'), correlationId, at: deps.now() };
  for (const identity of await deps.people.identitiesOf(tenantId, userId)) await deps.people.forgetIdentity(identity);
  for await (const member of deps.teams.teamsOf(tenantId, userId)) {
    await retryOnConflict(async () => {
      const { teamId, role } = member;
      if ((await deps.teams.find(tenantId, teamId)) === undefined) return deps.teams.forgetMember(member);
      await deps.save(caller, {
        writes: deps.teams.removeMember(member),
        events: [TeamMemberRemoved.create(caller, teamId, { teamId, userId })],
        audit: {
          action: 'team.member_removed',
          resourceType: 'Team',
          resourceId: teamId,
          details: { userId, before: { role } },
        },
      });
    });
  }
}
