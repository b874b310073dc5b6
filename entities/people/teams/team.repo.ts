// Reads and writes of teams and of the users in them. Writes are returned for a transaction; those of members count them.
import { isId, type TenantId } from '../../_base/ids.ts';
import type { Born } from '../../_base/table/entity.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Page, PageRequest } from '../../_base/table/page.ts';
import { type Changes, EXISTS, type Table, type Write } from '../../_base/table/table.ts';
import { teamErrors } from '../errors.ts';
import { foldName } from '../user.model.ts';
import {
  type TeamItem,
  type TeamMemberItem,
  teamDefinition,
  teamMemberDefinition,
  uniqueTeamDefinition,
} from './team.entity.ts';

/** Both are unique. */
const FIELDS = ['slug', 'name'] as const;
type Field = (typeof FIELDS)[number];

export type TeamRepo = ReturnType<typeof createTeamRepo>;

export function createTeamRepo(table: Table) {
  const teams = itemsOf(table, teamDefinition);
  const unique = itemsOf(table, uniqueTeamDefinition);
  const members = itemsOf(table, teamMemberDefinition);

  const claim = ({ tenantId, teamId }: Pick<TeamItem, 'tenantId' | 'teamId'>, field: Field, value: string): Write =>
    unique.create(
      { tenantId, teamId, field, value: foldName(value) },
      teamErrors.taken({ fields: [{ path: field, code: 'team.taken', message: 'belongs to another team' }] }),
    );
  const release = ({ tenantId, ...team }: TeamItem, field: Field): Write =>
    unique.forget({ tenantId, field, value: foldName(team[field]) });
  const find = async (tenantId: TenantId, teamId: string): Promise<TeamItem | undefined> =>
    isId(teamId) ? teams.find({ tenantId, teamId }) : undefined;
  const count = ({ tenantId, teamId }: Pick<TeamMemberItem, 'tenantId' | 'teamId'>, by: 1 | -1): Write =>
    teams.add({ tenantId, teamId }, { memberCount: by }, EXISTS);

  return {
    find,

    /** `of` is the id or slug. Throws `team.not_found`. */
    async get(tenantId: TenantId, of: string): Promise<TeamItem> {
      const teamId = isId(of) ? of : (await unique.find({ tenantId, field: 'slug', value: of }))?.teamId;
      const found = teamId === undefined ? undefined : await find(tenantId, teamId);
      if (!found) throw teamErrors.not_found();
      return found;
    },

    /** The id of a team by id or slug, in one read. Throws `team.not_found`. */
    async idOf(tenantId: TenantId, of: string): Promise<string> {
      const found = isId(of) ? await find(tenantId, of) : await unique.find({ tenantId, field: 'slug', value: of });
      if (!found) throw teamErrors.not_found();
      return found.teamId;
    },

    /** Those that exist. */
    getMany: (tenantId: TenantId, teamIds: readonly string[], isConsistent = true): Promise<TeamItem[]> =>
      teams.findMany(
        teamIds.map((teamId) => ({ tenantId, teamId })),
        isConsistent,
      ),

    /** Fails the transaction unless the team exists. */
    check: (tenantId: TenantId, teamId: string, otherwise: Write['otherwise']): Write =>
      teams.check({ tenantId, teamId }, EXISTS, otherwise),

    /** In the order of their names, those that begin with `name`. */
    async list(tenantId: TenantId, name: string | undefined, page: PageRequest): Promise<Page<TeamItem>> {
      const of = { tenantId, field: 'name', value: foldName(name ?? '') };
      const { items, nextCursor } = await unique.page(of, page);
      const found = await teams.findMany(
        items.map(({ teamId }) => ({ tenantId, teamId })),
        false,
      );
      return { items: found, nextCursor };
    },

    create: (item: Born<TeamItem>): Write[] => [
      teams.first(item),
      ...FIELDS.map((field) => claim(item, field, item[field])),
    ],

    /** `at` is ISO 8601. */
    change(loaded: TeamItem, at: string, changes: Changes<TeamItem>): Write[] {
      const after = { ...loaded, ...changes } as TeamItem;
      const renamed = FIELDS.filter((field) => foldName(loaded[field]) !== foldName(after[field]));
      return [
        teams.change(loaded, at, changes),
        ...renamed.flatMap((field) => [claim(loaded, field, after[field]), release(loaded, field)]),
      ];
    },

    /** Deletes the team. The places of its members are removed by the consumer of TeamDeleted. */
    remove: (loaded: TeamItem): Write[] => [teams.remove(loaded), ...FIELDS.map((field) => release(loaded, field))],

    memberIn: (tenantId: TenantId, teamId: string, userId: string): Promise<TeamMemberItem | undefined> =>
      members.find({ tenantId, teamId, userId }),

    /** In the order in which the users were created. */
    listMembers: (tenantId: TenantId, teamId: string, page: PageRequest): Promise<Page<TeamMemberItem>> =>
      members.page({ tenantId, teamId }, page, { index: 'ofTeam' }),

    listTeamsOf: (tenantId: TenantId, userId: string, page: PageRequest): Promise<Page<TeamMemberItem>> =>
      members.page({ tenantId, userId }, page),

    /** Consistent: nobody joins a team after the removal of the user. */
    teamsOf: (tenantId: TenantId, userId: string): AsyncGenerator<TeamMemberItem> => members.walk({ tenantId, userId }),

    membersOf: (tenantId: TenantId, teamId: string): AsyncGenerator<TeamMemberItem> =>
      members.walk({ tenantId, teamId }, { index: 'ofTeam' }),

    /** Fails with `request.conflict` if the user is in the team meanwhile. */
    addMember: (item: Omit<TeamMemberItem, 'schemaVersion'>): Write[] => [members.create(item), count(item, 1)],

    /** Gives a member another role in the team. */
    changeMember: (loaded: TeamMemberItem, role: TeamMemberItem['role']): Write =>
      members.change(loaded, undefined, { role }),

    /** Fails with `team.member_not_found` if somebody else removed the user from the team. */
    removeMember: ({ tenantId, teamId, userId }: TeamMemberItem): Write[] => [
      { ...members.forget({ tenantId, teamId, userId }, EXISTS), otherwise: teamErrors.member_not_found() },
      count({ tenantId, teamId }, -1),
    ],

    /** Deletes the place of a user in a deleted team, which counts no members. */
    forgetMember: ({ tenantId, teamId, userId }: TeamMemberItem): Promise<boolean> =>
      members.send(members.forget({ tenantId, teamId, userId })),
  };
}
