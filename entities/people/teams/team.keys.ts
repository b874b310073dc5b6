// Keys of teams, of their unique names, and of the places of users in them.
const removal = [{ stage: 'PEOPLE' }] as const;

export const teamKeys = { pk: 'T#${tenantId}#TEAMS', sk: '${teamId}', removal } as const;
export const uniqueTeamKeys = { pk: 'T#${tenantId}#UNIQUE_TEAM', sk: '${field}#${value}', removal } as const;
/** In the partition of the user, so that the removal of the user finds all of them. */
export const teamMemberKeys = {
  pk: 'T#${tenantId}#TEAMS_OF#${userId}',
  sk: '${teamId}',
  removal: [{ stage: 'PEOPLE', of: 'T#${tenantId}#USERS' }],
  indexes: {
    ofTeam: { index: 'gsi5', pk: 'T#${tenantId}#TEAM#${teamId}', sk: '${userId}' },
  },
} as const;
