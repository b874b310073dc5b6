// Reads and writes of users and identities. Writes are returned for a transaction; those of users keep email and username
// unique, and count the active admins.
import { isId, type TenantId } from '../_base/ids.ts';
import type { Born } from '../_base/table/entity.ts';
import { itemsOf } from '../_base/table/items.ts';
import { type Page, type PageRequest, readParts } from '../_base/table/page.ts';
import { type Changes, sendAlone, type Table, type Write } from '../_base/table/table.ts';
import { userErrors } from './errors.ts';
import { type Member, memberOf } from './rights.model.ts';
import {
  adminCountDefinition,
  type IdentityItem,
  identityDefinition,
  type UserItem,
  uniqueUserDefinition,
  userDefinition,
  userIdentityDefinition,
} from './user.entity.ts';
import type { IDENTITY_PROVIDERS } from './user.keys.ts';
import { adminsAdded, foldName, matchesUserFilter, searchOf, sortNameOf, type UserFilter } from './user.model.ts';

export interface Identity {
  readonly provider: (typeof IDENTITY_PROVIDERS)[number];
  readonly externalId: string;
}

/** A user to create, with the identities at providers. */
export interface NewUser {
  readonly user: Omit<Born<UserItem>, 'sortName'>;
  readonly identities?: readonly Identity[];
}

type Field = 'email' | 'username';

export type PeopleRepo = ReturnType<typeof createPeopleRepo>;

export function createPeopleRepo(table: Table) {
  const users = itemsOf(table, userDefinition);
  const unique = itemsOf(table, uniqueUserDefinition);
  const admins = itemsOf(table, adminCountDefinition);
  const identities = itemsOf(table, identityDefinition);
  const ofUser = itemsOf(table, userIdentityDefinition);

  const find = async (tenantId: TenantId, userId: string): Promise<UserItem | undefined> =>
    isId(userId) ? users.find({ tenantId, userId }) : undefined;

  const idOf = async (tenantId: TenantId, field: Field, value: string): Promise<string | undefined> =>
    (await unique.find({ tenantId, field, value: foldName(value) }))?.userId;

  const claim = ({ tenantId, userId }: Pick<UserItem, 'tenantId' | 'userId'>, field: Field, value: string): Write =>
    unique.create(
      { tenantId, userId, field, value: foldName(value) },
      userErrors.taken({ fields: [{ path: field, code: 'user.taken', message: 'belongs to another user' }] }),
    );

  /** The conditions that fail the transaction when no active admin would be left. */
  function countAdmins(tenantId: string, added: number): Write[] {
    if (added === 0) return [];
    const enough = added > 0 ? 'attribute_not_exists(pk) OR adminCount >= :least' : 'adminCount > :least';
    const least = added > 0 ? 0 : -added;
    return [
      admins.add(
        { tenantId },
        { adminCount: added },
        { expression: enough, values: { least } },
        userErrors.last_admin(),
      ),
    ];
  }

  const addIdentity = ({ addedAt, ...identity }: Omit<IdentityItem, 'schemaVersion'>): Write[] => [
    identities.create(identity, userErrors.identity_taken()),
    ofUser.put({ ...identity, addedAt }),
  ];
  const removeIdentity = ({ tenantId, userId, provider, externalId }: IdentityItem): Write[] => [
    {
      ...identities.forget({ tenantId, provider, externalId }, { expression: 'userId = :userId', values: { userId } }),
      otherwise: userErrors.identity_not_found(),
    },
    ofUser.forget({ tenantId, userId, provider, externalId }),
  ];

  /** A page of the users with these ids, in their order; those that `filter` leaves out are missing. */
  async function pageOf(
    tenantId: TenantId,
    ids: Page<{ readonly userId: string }>,
    filter: UserFilter,
  ): Promise<Page<UserItem>> {
    const found = await users.findMany(
      ids.items.map(({ userId }) => ({ tenantId, userId })),
      false,
    );
    return { items: found.filter((user) => matchesUserFilter(user, filter)), nextCursor: ids.nextCursor };
  }

  return {
    find,
    pageOf,

    /** `of` is the id or username. Throws `user.not_found`. */
    async get(tenantId: TenantId, of: string): Promise<UserItem> {
      const userId = isId(of) ? of : await idOf(tenantId, 'username', of);
      const found = userId === undefined ? undefined : await find(tenantId, userId);
      if (!found) throw userErrors.not_found();
      return found;
    },

    /** The id of a user by id or username, in one read. Throws `user.not_found`. */
    async idNamed(tenantId: TenantId, of: string): Promise<string> {
      const found = isId(of) ? (await find(tenantId, of))?.userId : await idOf(tenantId, 'username', of);
      if (found === undefined) throw userErrors.not_found();
      return found;
    },

    /** By name, active users first. With `email` in the order of addresses; then a page may be short. */
    async list(tenantId: TenantId, filter: UserFilter, page: PageRequest): Promise<Page<UserItem>> {
      if (filter.email !== undefined) {
        const of = { tenantId, field: 'email', value: foldName(filter.email) };
        return pageOf(tenantId, await unique.page(of, page), filter);
      }
      const { isActive, role, name } = filter;
      const index = role === undefined ? 'byName' : 'byRole';
      const of = { tenantId, role, ...(name !== undefined && { sortName: searchOf(name) }) };
      const parts = isActive === undefined ? ['true', 'false'] : [String(isActive)];
      return readParts(parts, page, (part, rest) => users.page({ ...of, isActive: part }, rest, { index }));
    },

    membershipOf: async (tenantId: TenantId, userId: string): Promise<Member | undefined> =>
      memberOf(await find(tenantId, userId)),

    /** All of them, for operators. */
    members: async (tenantId: TenantId): Promise<Member[]> =>
      (await users.all({ tenantId })).flatMap((user) => memberOf(user) ?? []),

    /** Fails the transaction unless the user is an active member. */
    checkMember: (tenantId: TenantId, userId: string, otherwise: Write['otherwise']): Write =>
      users.check(
        { tenantId, userId },
        {
          expression: 'isActive = :true AND attribute_exists(#role)',
          values: { true: true },
          names: { '#role': 'role' },
        },
        otherwise,
      ),

    /** Fails the transaction if the user was removed. */
    checkThere: (tenantId: TenantId, userId: string): Write =>
      users.check({ tenantId, userId }, { expression: 'attribute_exists(pk)' }, userErrors.not_found()),

    create: (tenantId: TenantId, people: readonly NewUser[]): Write[] => [
      ...people.flatMap(({ user, identities: names = [] }) => [
        users.first({ ...user, sortName: sortNameOf(user.fullName) }),
        claim(user, 'email', user.email),
        claim(user, 'username', user.username),
        ...names.flatMap((name) => addIdentity({ tenantId, userId: user.userId, addedAt: user.createdAt, ...name })),
      ]),
      ...countAdmins(
        tenantId,
        people.reduce((sum, { user }) => sum + adminsAdded(undefined, user), 0),
      ),
    ],

    /** Changes a user with the names and the number of admins that depend on it. `at` is ISO 8601. */
    change(loaded: UserItem, at: string, changes: Changes<UserItem>): Write[] {
      const after = { ...loaded, ...changes } as UserItem;
      const renamed = (['email', 'username'] as const).filter(
        (field) => foldName(loaded[field]) !== foldName(after[field]),
      );
      const { tenantId } = loaded;
      return [
        users.change(loaded, at, changes),
        ...renamed.flatMap((field) => [
          claim(loaded, field, after[field]),
          unique.forget({ tenantId, field, value: foldName(loaded[field]) }),
        ]),
        ...countAdmins(tenantId, adminsAdded(loaded, after)),
      ];
    },

    /** The number of active admins. */
    adminCount: async (tenantId: TenantId): Promise<number> => (await admins.find({ tenantId }))?.adminCount ?? 0,

    /** Sets attributes without a new revision, if the user has not changed since; false otherwise. */
    settle: (loaded: UserItem, changes: Changes<UserItem>): Promise<boolean> => users.send(users.note(loaded, changes)),

    /** Deletes the user. Identities and places in teams are removed by the consumer of UserRemoved. */
    remove: (loaded: UserItem): Write[] => [
      users.remove(loaded),
      ...(['email', 'username'] as const).map((field) =>
        unique.forget({ tenantId: loaded.tenantId, field, value: foldName(loaded[field]) }),
      ),
      ...countAdmins(loaded.tenantId, adminsAdded(loaded, undefined)),
    ],

    /** Fails the transaction if a user has this address. */
    checkEmailFree: (tenantId: TenantId, address: string, otherwise: Write['otherwise']): Write =>
      unique.check(
        { tenantId, field: 'email', value: foldName(address) },
        { expression: 'attribute_not_exists(pk)' },
        otherwise,
      ),

    userOfEmail: (tenantId: TenantId, address: string) => idOf(tenantId, 'email', address),

    /** The id of the user with this username. */
    userOfName: (tenantId: TenantId, name: string) => idOf(tenantId, 'username', name),

    /** The id of the user with this identity at a provider. */
    userOfIdentity: async (tenantId: TenantId, name: Identity): Promise<string | undefined> =>
      (await identities.find({ tenantId, ...name }))?.userId,

    /** At most as many as a user may have. Consistent: nobody adds one after the removal of the user. */
    identitiesOf: (tenantId: TenantId, userId: string): Promise<IdentityItem[]> => ofUser.all({ tenantId, userId }),

    addIdentity,

    /** Deletes an identity of a removed user, and the record by which it was found last. */
    async forgetIdentity(item: IdentityItem): Promise<void> {
      for (const write of removeIdentity(item)) await sendAlone(table, write);
    },

    removeIdentity,
  };
}
