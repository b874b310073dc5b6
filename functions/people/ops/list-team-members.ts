// Lists the users in a team, those who became users first come first.
import type { Ops } from '../deps.ts';

export const listTeamMembers: Ops['listTeamMembers'] = async ({ caller, params, query }, { people, teams }) => {
  const { tenantId } = caller;
  const teamId = await teams.idOf(tenantId, params.team ?? '');
  const members = await teams.listMembers(tenantId, teamId, query);
  const { items: users } = await people.pageOf(tenantId, members, {});
  const byId = new Map(users.map((user) => [user.userId, user]));
  const items = members.items.flatMap(({ userId, role, joinedAt }) => {
    const user = byId.get(userId);
    // Of a removed user, whose places in teams are being removed.
    return user === undefined ? [] : [{ userId, name: user.fullName, isActive: user.isActive, role, joinedAt }];
  });
  return { body: { items, nextCursor: members.nextCursor } };
};
