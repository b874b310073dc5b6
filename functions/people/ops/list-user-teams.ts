// Lists the teams of a user.
import type { Ops } from '../deps.ts';

export const listUserTeams: Ops['listUserTeams'] = async ({ caller, params, query }, { people, teams }) => {
  const { tenantId } = caller;
  const userId = await people.idNamed(tenantId, params.user ?? '');
  const { items, nextCursor } = await teams.listTeamsOf(tenantId, userId, query);
  const found = await teams.getMany(
    tenantId,
    items.map(({ teamId }) => teamId),
    false,
  );
  const named = new Map(found.map(({ teamId: id, slug, name }) => [id, { id, slug, name }]));
  return {
    body: {
      items: items.flatMap(({ teamId, role, joinedAt }) => {
        const team = named.get(teamId);
        // Of a deleted team, whose members are being removed.
        return team === undefined ? [] : [{ team, role, joinedAt }];
      }),
      nextCursor,
    },
  };
};
