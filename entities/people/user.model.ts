// Users: bodies, replies, the form of names, and the decisions about changes. Pure.
import * as z from 'zod';
import { baseErrors } from '../_base/conflicts.ts';
import type { Actor } from '../_base/events.ts';
import { flag, pageQuery } from '../_base/list.ts';
import { changeBody, prose } from '../_base/text.ts';
import { isoOf } from '../_base/time/iso.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { mintSecret } from '../access/secret.model.ts';
import { ROLES } from '../names.ts';
import { userErrors } from './errors.ts';
import { MEMBER_ROLES, type MemberRole } from './rights.model.ts';

/** The form in which emails and usernames are compared: Unicode NFKC, then lower case. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase();

/** The form in which full names are ordered and searched. Ends in a space, so that Ada comes before Ada Byron. */
export const sortNameOf = (fullName: string): string => `${searchOf(fullName).trim()} `;

/** The beginning of a `sortName`, as somebody types it. */
export const searchOf = (typed: string): string => foldName(typed).replaceAll(/\s+/g, ' ').trimStart();

export const email = z.email().max(254);
export const username = z
  .string()
  .max(60)
  .transform((text) => text.normalize('NFKC'))
  .pipe(
    z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{1,59}$/u, {
      error: 'must have 2 to 60 letters, digits, dots, hyphens or underscores, and begin with a letter or digit',
    }),
  );
export const fullName = prose(100).trim().min(1);
const role = z.enum(MEMBER_ROLES);

export const createUserBody = z.strictObject({
  email,
  username,
  fullName,
  role,
  password: z
    .string()
    .max(200)
    .optional()
    .describe('The first password; without it, the user confirms the address and then resets the password by mail'),
});

export const updateUserBody = changeBody({
  email: email.optional().describe('Replaces the present address when the link mailed to it is opened'),
  username: username.optional(),
  fullName: fullName.optional(),
  isActive: z.boolean().optional().describe('False: the credentials of the user stop working within 30 seconds'),
});
export type UserChange = z.output<typeof updateUserBody>;

export const listUsersQuery = z.strictObject({
  ...pageQuery,
  isActive: flag.optional(),
  role: role.optional(),
  team: z.string().min(1).max(60).optional().describe('Id or slug of a team'),
  name: z.string().min(1).max(100).optional().describe('The beginning of the full name'),
  email: z.string().min(1).max(254).optional().describe('The beginning of the email address'),
});
export type UserFilter = Omit<z.output<typeof listUsersQuery>, 'limit' | 'cursor'>;

type Listed = Pick<UserFacts, 'isActive' | 'role' | 'email'> & { readonly sortName: string };

/** But for `team`, whose members are a list of their own. */
export const matchesUserFilter = (user: Listed, { isActive, role: of, name, email: address }: UserFilter): boolean =>
  (isActive === undefined || user.isActive === isActive) &&
  (of === undefined || user.role === of) &&
  (name === undefined || user.sortName.startsWith(searchOf(name))) &&
  (address === undefined || foldName(user.email).startsWith(foldName(address)));

export const userView = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    isEmailConfirmed: z.boolean(),
    pendingEmail: z.string().nullable().describe('The address that replaces `email` when it is confirmed'),
    username: z.string(),
    fullName: z.string(),
    role: role.nullable().describe('null: the user is not a member'),
    isActive: z.boolean(),
    revision: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'UserSummary' });

const USER_ACTIONS = [
  'updateUser',
  'setMembership',
  'removeMembership',
  'requestEmailConfirmation',
  'removeUser',
] as const;
export type UserAction = (typeof USER_ACTIONS)[number];

/** One user; as an entry of a list, and after a change, it has no actions. */
export const shownUserView = z.strictObject({ ...userView.shape, actions: actionsView(USER_ACTIONS) });

export const memberView = z
  .strictObject({
    userId: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    isActive: z.boolean(),
  })
  .meta({ id: 'Member' });

/** The fields of a user that decisions need; the stored item has more. */
export interface UserFacts {
  readonly userId: string;
  readonly email: string;
  readonly isEmailConfirmed: boolean;
  readonly pendingEmail?: string | undefined;
  readonly emailSecretHash?: string | undefined;
  readonly emailSecretExpiresAt?: string | undefined;
  readonly username: string;
  readonly fullName: string;
  readonly role?: MemberRole | undefined;
  readonly isActive: boolean;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const viewUser = (user: UserFacts): z.output<typeof userView> => ({
  id: user.userId,
  email: user.email,
  isEmailConfirmed: user.isEmailConfirmed,
  pendingEmail: user.pendingEmail ?? null,
  username: user.username,
  fullName: user.fullName,
  role: user.role ?? null,
  isActive: user.isActive,
  revision: user.revision,
  createdAt: user.createdAt,
  updatedAt: user.updatedAt,
});

type Activity = Pick<UserFacts, 'role' | 'isActive'>;

/** The change of the number of active admins: -1, 0 or 1. */
export const adminsAdded = (before: Activity | undefined, after: Activity | undefined): number =>
  Number(isActiveAdmin(after)) - Number(isActiveAdmin(before));
const isActiveAdmin = (user: Activity | undefined): boolean => user?.isActive === true && user.role === 'ADMIN';

export const isSelf = ({ type, id }: Actor, userId: string): boolean => type === 'USER' && id === userId;

/** Throws `request.forbidden` unless it is the user themself or an ADMIN. */
export function assertSelfOrAdmin(
  { actor, role: ofCaller }: { readonly actor: Actor; readonly role?: string },
  userId: string,
): void {
  if (ofCaller === 'ADMIN' || isSelf(actor, userId)) return;
  throw baseErrors.forbidden({ detail: 'This needs the role ADMIN, except for yourself.' });
}

interface UserChanges {
  readonly email?: string;
  readonly pendingEmail?: string | undefined;
  readonly emailSecretHash?: undefined;
  readonly emailSecretExpiresAt?: undefined;
  readonly username?: string;
  readonly fullName?: string;
  readonly sortName?: string;
  readonly isActive?: boolean;
}

/** The attributes of a user that `change` replaces. A new email waits for its confirmation. */
export function changesOf(user: UserFacts, change: UserChange): UserChanges {
  const { email: wanted, username: name, fullName: full, isActive } = change;
  const isSameAddress = wanted !== undefined && foldName(wanted) === foldName(user.email);
  return {
    ...(wanted !== undefined && {
      ...{ emailSecretHash: undefined, emailSecretExpiresAt: undefined },
      ...(isSameAddress ? { email: wanted, pendingEmail: undefined } : { pendingEmail: wanted }),
    }),
    ...(name !== undefined && { username: name }),
    ...(full !== undefined && { fullName: full, sortName: sortNameOf(full) }),
    ...(isActive !== undefined && { isActive }),
  };
}

const CONFIRMATION_MS = 24 * 60 * 60 * 1000;

/** The address that a user still has to confirm. */
export const unconfirmedEmail = (user: UserFacts): string | undefined =>
  user.pendingEmail ?? (user.isEmailConfirmed ? undefined : user.email);

/** Throws `user.email_confirmed` for a user without an address to confirm. */
export function assertUnconfirmed(user: UserFacts): void {
  if (unconfirmedEmail(user) === undefined) throw userErrors.email_confirmed();
}

/** A new secret that confirms the address of the user, and the attributes that make it valid. `at` is epoch milliseconds. */
export function newConfirmation({ userId }: UserFacts, at: number) {
  const { secret, hash } = mintSecret('wlc', { userId });
  return { secret, changes: { emailSecretHash: hash, emailSecretExpiresAt: isoOf(at + CONFIRMATION_MS) } };
}

/** The attributes of the user after the confirmation with a secret of this hash; undefined if the secret is not valid. */
export function confirmedBy(user: UserFacts | undefined, hash: string, at: number) {
  const address = user && unconfirmedEmail(user);
  if (!user || address === undefined || user.emailSecretHash !== hash) return undefined;
  if ((user.emailSecretExpiresAt ?? '') <= isoOf(at)) return undefined;
  return {
    ...{ email: address, isEmailConfirmed: true },
    ...{ pendingEmail: undefined, emailSecretHash: undefined, emailSecretExpiresAt: undefined },
  };
}
