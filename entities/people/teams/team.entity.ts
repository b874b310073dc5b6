// Teams, sentinels of their unique slug and name, and the users in them.
import { defineEntity, defineRecord, type ItemOf, number, oneOf, optional, text } from '../../_base/table/entity.ts';
import { teamKeys, teamMemberKeys, uniqueTeamKeys } from './team.keys.ts';
import { TEAM_ROLES } from './team.model.ts';

export const teamDefinition = defineEntity('team', teamKeys, {
  teamId: text,
  slug: text,
  name: text,
  description: optional(text),
  slackChannel: optional(text),
  /** Counted with every member that joins or leaves, without a new revision. */
  memberCount: number,
});

export const uniqueTeamDefinition = defineRecord('uniqueTeam', uniqueTeamKeys, {
  field: oneOf(['slug', 'name']),
  value: text,
  teamId: text,
});

export const teamMemberDefinition = defineRecord('teamMember', teamMemberKeys, {
  teamId: text,
  userId: text,
  role: oneOf(TEAM_ROLES),
  joinedAt: text,
});

export type TeamItem = ItemOf<typeof teamDefinition>;
export type TeamMemberItem = ItemOf<typeof teamMemberDefinition>;
