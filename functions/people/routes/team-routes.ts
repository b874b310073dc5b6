// The routes of teams and of the users in them. Part of the manifest.

import * as z from 'zod';
import { listOf, pageQuery } from '../../../entities/_base/list.ts';
import { teamErrors, userErrors } from '../../../entities/people/errors.ts';
import {
  createTeamBody,
  listTeamsQuery,
  setTeamMemberBody,
  shownTeamView,
  teamMemberView,
  teamView,
  updateTeamBody,
  userTeamView,
} from '../../../entities/people/teams/team.model.ts';

const read = { role: 'VIEWER', scope: 'people:read' } as const;
const lead = { role: 'LEAD', scope: 'people:write' } as const;

export const teamRoutes = {
  createTeam: {
    method: 'POST',
    path: '/teams',
    summary: 'Create a team without members',
    access: lead,
    body: createTeamBody,
    status: 201,
    reply: teamView,
    errors: [teamErrors.taken],
  },
  listTeams: {
    method: 'GET',
    path: '/teams',
    summary: 'List the teams of the tenant by name',
    access: { ...read, ci: true },
    query: listTeamsQuery,
    status: 200,
    reply: listOf(teamView),
  },
  getTeam: {
    method: 'GET',
    path: '/teams/{team}',
    summary: 'Show a team, by id or slug',
    access: { ...read, ci: true },
    status: 200,
    reply: shownTeamView,
    errors: [teamErrors.not_found],
  },
  updateTeam: {
    method: 'PATCH',
    path: '/teams/{team}',
    summary: 'Change slug, name, description or Slack channel of a team; null removes one of the latter two',
    access: lead,
    body: updateTeamBody,
    status: 200,
    reply: teamView,
    errors: [teamErrors.not_found, teamErrors.taken],
  },
  deleteTeam: {
    method: 'DELETE',
    path: '/teams/{team}',
    summary: 'Delete a team; its services stay, without a team',
    access: lead,
    status: 204,
    errors: [teamErrors.not_found],
  },
  listTeamMembers: {
    method: 'GET',
    path: '/teams/{team}/members',
    summary: 'List the users in a team, earlier users first',
    access: read,
    query: z.strictObject(pageQuery),
    status: 200,
    reply: listOf(teamMemberView),
    errors: [teamErrors.not_found],
  },
  setTeamMember: {
    method: 'PUT',
    path: '/teams/{team}/members/{user}',
    summary:
      'Put a user into a team, or give a member another role in it. Into a team that approves promotions, another LEAD or an ADMIN puts you',
    access: lead,
    body: setTeamMemberBody,
    hasRevision: false,
    status: 200,
    reply: teamMemberView,
    errors: [teamErrors.not_found, teamErrors.approves, userErrors.not_found],
  },
  removeTeamMember: {
    method: 'DELETE',
    path: '/teams/{team}/members/{user}',
    summary: 'Leave a team, or take another user out of it as LEAD',
    access: { role: 'VIEWER', scope: 'people:write' },
    hasRevision: false,
    status: 204,
    errors: [teamErrors.not_found, teamErrors.member_not_found, userErrors.not_found],
  },
  listUserTeams: {
    method: 'GET',
    path: '/users/{user}/teams',
    summary: 'List the teams of a user',
    access: read,
    query: z.strictObject(pageQuery),
    status: 200,
    reply: listOf(userTeamView),
    errors: [userErrors.not_found],
  },
} as const;
