// The user of a person who signed in at an OpenID provider: the linked one, else the one with the confirmed address, else a new one.

import type { Envelope } from '../../../entities/_base/events.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import type { Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { signInErrors } from '../../../entities/access/errors.ts';
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import { roleOf, trustsAddress } from '../../../entities/access/providers/provider.model.ts';
import { MembershipChanged, UserCreated } from '../../../entities/people/events.ts';
import type { UserItem } from '../../../entities/people/user.entity.ts';
import { fullName, username } from '../../../entities/people/user.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { ProvidersDeps } from '../deps.ts';
import type { Person } from './openid.ts';

/** The user with the changes that the sign-in makes to it. */
export interface Entrant {
  readonly user: { readonly userId: string; readonly name: string };
  readonly writes: readonly Write[];
  readonly events: (caller: Caller) => readonly Envelope[];
}

const none = () => [];

/** Whether the role of a known user follows the groups or stays. */
export type Roles = 'OF_GROUPS' | 'KEPT';

async function knownUser(tenantId: TenantId, provider: ProviderItem, person: Person, deps: ProvidersDeps) {
  const linked = await deps.providers.linked(tenantId, provider.providerId, person.subject);
  const user = linked === undefined ? undefined : await deps.people.find(tenantId, linked);
  if (user) return { user, isLinked: true };
  const { email } = person;
  if (email === undefined || !trustsAddress(provider, email)) return undefined;
  const userId = await deps.people.userOfEmail(tenantId, email);
  const found = userId === undefined ? undefined : await deps.people.find(tenantId, userId);
  return found && { user: found, isLinked: false };
}

/** A username that fits: the local part of the address, with the end of the id if it is taken. */
async function freeUsername(
  tenantId: TenantId,
  email: string,
  userId: string,
  { people }: ProvidersDeps,
): Promise<string> {
  const wanted = username.safeParse(
    email
      .slice(0, email.lastIndexOf('@'))
      .replaceAll(/[^\p{L}\p{N}._-]/gu, '-')
      .slice(0, 50),
  );
  const name = wanted.success ? wanted.data : 'user';
  return (await people.userOfName(tenantId, name)) === undefined ? name : `${name}-${userId.slice(-8)}`;
}

async function newUser(
  tenantId: TenantId,
  provider: ProviderItem,
  person: Person,
  at: number,
  deps: ProvidersDeps,
): Promise<Entrant> {
  const { email, name, groups } = person;
  const role = roleOf(provider, groups);
  if (!provider.createsUsers || email === undefined || !trustsAddress(provider, email) || !role)
    throw signInErrors.refused();
  const userId = newId<'User'>(at);
  const shown = fullName.safeParse((name ?? email).slice(0, 100));
  const user = {
    ...{ tenantId, userId, email, username: await freeUsername(tenantId, email, userId, deps) },
    ...{
      fullName: shown.success ? shown.data : email,
      role,
      isEmailConfirmed: true,
      isActive: true,
      createdAt: isoOf(at),
    },
  };
  return {
    user: { userId, name: user.fullName },
    writes: [
      ...deps.people.create(tenantId, [{ user }]),
      ...deps.providers.link(tenantId, provider.providerId, person.subject, userId),
    ],
    events: (caller) => [UserCreated.create(caller, userId, { userId })],
  };
}

/** The role follows the groups, if the provider has rules for them. */
function entrantOf(
  user: UserItem,
  isLinked: boolean,
  provider: ProviderItem,
  person: Person,
  roles: Roles,
  at: number,
  deps: ProvidersDeps,
): Entrant {
  const role = provider.roles.length > 0 && roles === 'OF_GROUPS' ? roleOf(provider, person.groups) : user.role;
  if (!user.isActive || !role) throw signInErrors.refused();
  const { tenantId, userId, fullName: name } = user;
  const link = isLinked ? [] : deps.providers.link(tenantId as TenantId, provider.providerId, person.subject, userId);
  const isChanged = role !== user.role;
  return {
    user: { userId, name },
    writes: [
      ...link,
      ...(isChanged
        ? deps.people.change(user, isoOf(at), { role })
        : [deps.people.checkMember(tenantId as TenantId, userId, signInErrors.refused())]),
    ],
    events: isChanged ? (caller) => [MembershipChanged.create(caller, userId, { userId })] : none,
  };
}

/** Throws `sign_in.refused` for a person who is nobody here, is deactivated, or has no role. `at` is epoch milliseconds. */
export async function entrant(
  provider: ProviderItem,
  person: Person,
  roles: Roles,
  at: number,
  deps: ProvidersDeps,
): Promise<Entrant> {
  const tenantId = provider.tenantId as TenantId;
  const known = await knownUser(tenantId, provider, person, deps);
  return known
    ? entrantOf(known.user, known.isLinked, provider, person, roles, at, deps)
    : newUser(tenantId, provider, person, at, deps);
}
