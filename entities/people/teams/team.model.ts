// Teams: bodies and replies. Pure.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import { changeBody, prose } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';

/** The role of a user in a team; it gives no right in the tenant. */
export const TEAM_ROLES = ['MAINTAINER', 'MEMBER'] as const;

const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, at most 60');
const name = prose(60).trim().min(1);
const description = prose(1000).trim();
const slackChannel = z
  .string()
  .regex(/^(?:#[^\s#@,.()]{1,79}|[CG][A-Z0-9]{2,20})$/u, 'must be the id of a channel, or its name after #');
const role = z.enum(TEAM_ROLES);

export const createTeamBody = z.strictObject({
  slug,
  name,
  description: description.optional(),
  slackChannel: slackChannel.optional(),
});

export const updateTeamBody = changeBody({
  slug: slug.optional(),
  name: name.optional(),
  description: description.nullable().optional(),
  slackChannel: slackChannel.nullable().optional(),
});
export type TeamChange = z.output<typeof updateTeamBody>;

export const listTeamsQuery = z.strictObject({
  ...pageQuery,
  name: z.string().min(1).max(60).optional().describe('The beginning of the name'),
});

export const setTeamMemberBody = z.strictObject({ role: role.default('MEMBER') });

export const teamView = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    slackChannel: z.string().nullable(),
    memberCount: z.number().int(),
    revision: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'TeamSummary' });

const TEAM_ACTIONS = ['updateTeam', 'setTeamMember', 'deleteTeam'] as const;
export type TeamAction = (typeof TEAM_ACTIONS)[number];

/** One team; as an entry of a list, and after a change, it has no actions. */
export const shownTeamView = z.strictObject({ ...teamView.shape, actions: actionsView(TEAM_ACTIONS) });

/** A user in a team. */
export const teamMemberView = z
  .strictObject({
    userId: z.string(),
    name: z.string(),
    isActive: z.boolean(),
    role,
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'TeamMember' });

/** A team of a user. */
export const userTeamView = z
  .strictObject({
    team: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
    role,
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'UserTeam' });

/** The fields of a team that replies need. */
export interface TeamFacts {
  readonly teamId: string;
  readonly slug: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly slackChannel?: string | undefined;
  readonly memberCount: number;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const viewTeam = (team: TeamFacts): z.output<typeof teamView> => ({
  id: team.teamId,
  slug: team.slug,
  name: team.name,
  description: team.description ?? null,
  slackChannel: team.slackChannel ?? null,
  memberCount: team.memberCount,
  revision: team.revision,
  createdAt: team.createdAt,
  updatedAt: team.updatedAt,
});

/** The attributes of a team that `change` replaces; null deletes one. */
export const changesOfTeam = (change: TeamChange) =>
  Object.fromEntries(
    Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [[key, value ?? undefined]])),
  ) as { slug?: string; name?: string; description?: string | undefined; slackChannel?: string | undefined };
