// Creates a deployment's first tenant. An operator invokes it, because nobody has a token for HTTP yet. Repeating it
// creates no duplicates, but always issues new tokens, and answers what existed before.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { DEFAULT_TIME_ZONE, timeZone } from '../../../entities/_base/time/wall-time.ts';
import { CI_OWNER, LONGEST_MS } from '../../../entities/access/api-token.model.ts';
import type { ApiTokenRepo } from '../../../entities/access/api-token.repo.ts';
import { TokensIssued } from '../../../entities/access/events.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { ROLES, weakerOf } from '../../../entities/names.ts';
import type { NewUser, PeopleRepo } from '../../../entities/people/people.repo.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import { TenantCreated } from '../../../entities/tenants/events.ts';
import { slug } from '../../../entities/tenants/tenant.model.ts';
import type { TenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import type { Caller, Save } from '../../_kit/save.ts';

export interface BootstrapDeps {
  readonly people: PeopleRepo;
  readonly tenants: TenantRepo;
  readonly apiTokens: ApiTokenRepo;
  readonly save: Save;
  readonly now: () => number;
}

const memberInput = z.object({
  role: z.enum(ROLES),
  fullName: z.string().min(1).max(100),
  email: z.email().optional(),
  username: z.string().min(1).max(60).optional(),
  slackUserId: z.string().optional(),
});
type Member = z.output<typeof memberInput>;

const usernameOf = ({ username, fullName }: Member): string =>
  username ?? fullName.toLowerCase().replaceAll(/\W+/g, '.');

const isPerson = ({ role }: Member): boolean => role !== 'CI';

function areDistinct(members: readonly Member[]): boolean {
  const names = members.filter(isPerson).map((member) => usernameOf(member).toLowerCase());
  return new Set(names).size === names.length;
}

export const bootstrapInput = z.object({
  slug,
  name: z.string().min(1).max(100),
  timeZone: timeZone.default(DEFAULT_TIME_ZONE),
  members: z.array(memberInput).min(1).max(10).refine(areDistinct, { error: 'must have different usernames' }),
});
type Input = z.output<typeof bootstrapInput>;

/** The user ids of the members, in their order: undefined for CI, a new id for unknown people. */
async function idsOf(tenantId: TenantId, { members }: Input, deps: BootstrapDeps) {
  const known = await Promise.all(
    members.map((member) => (isPerson(member) ? deps.people.userOfName(tenantId, usernameOf(member)) : undefined)),
  );
  return members.map((member, index) => ({
    member,
    userId: isPerson(member) ? (known[index] ?? newId<'User'>()) : undefined,
    isNew: isPerson(member) && known[index] === undefined,
  }));
}

type Identified = Awaited<ReturnType<typeof idsOf>>;

function newUsers({ tenantId, at }: Caller, { slug }: Input, people: Identified): NewUser[] {
  return people.flatMap(({ member, userId, isNew }) => {
    if (!isNew || userId === undefined || member.role === 'CI') return [];
    const username = usernameOf(member);
    const user = {
      ...{ tenantId, userId, username, fullName: member.fullName, role: member.role },
      email: member.email ?? `${username}@${slug}.example`,
      ...{ isEmailConfirmed: true, isActive: true, createdAt: isoOf(at) },
    };
    const slack = member.slackUserId ? [{ provider: 'slack' as const, externalId: member.slackUserId }] : [];
    return [{ user, identities: slack }];
  });
}

const isBeingDeleted = (slug: string) =>
  tenantErrors.slug_taken({
    detail: `The tenant ${slug} is being deleted; its slug is free when all its data is removed`,
  });

/** Members and tokens from before this call, for an operator who invokes it again. */
async function existingOf(tenantId: TenantId, deps: BootstrapDeps) {
  const [members, tokens] = await Promise.all([deps.people.members(tenantId), deps.apiTokens.all(tenantId)]);
  return {
    members: members.map(({ userId, name, role, isActive }) => ({ userId, name, role, isActive })),
    tokens: tokens.map(({ tokenId, name, role, revokedAt, createdAt, expiresAt, ownerId }) => ({
      ...{ tokenId, name, role, isRevoked: revokedAt !== undefined, createdAt, expiresAt },
      ...(ownerId === CI_OWNER ? {} : { userId: ownerId }),
    })),
  };
}

/**
 * Answers the tenant, one new token per requested member, in their order, and what existed before. Tenant, new people and
 * tokens are written together. A member keeps the role of the membership. The token gets the requested role, but never more
 * than the membership's. Throws `tenant.slug_taken` while the slug's tenant is being deleted.
 */
export async function bootstrapTenant(raw: unknown, deps: BootstrapDeps) {
  const input = bootstrapInput.parse(raw);
  const at = deps.now();
  const createdAt = isoOf(at);
  const known = await deps.tenants.idOfSlug(input.slug);
  const tenantId = known ?? newId<'Tenant'>();
  const caller: Caller = { tenantId, actor: systemActor('bootstrap'), correlationId: newId<'Correlation'>(), at };
  const people = await idsOf(tenantId, input, deps);
  const existing = await existingOf(tenantId, deps);
  const issued = people.map(({ member, userId }) => {
    const held = existing.members.find((item) => item.userId === userId)?.role;
    const role = held === undefined ? member.role : weakerOf(held, member.role);
    const tokenId = newId<'ApiToken'>();
    const { secret: token, hash } = mintSecret('wl', { tenantId, tokenId });
    return { hash, shown: { role, token, tokenId, userId, name: member.fullName } };
  });
  const tokens = issued.flatMap(({ hash, shown: { role, tokenId, userId = CI_OWNER, name } }) =>
    deps.apiTokens.issue({
      ...{ tenantId, tokenId, hash, name, role, scopes: '*', ownerId: userId, createdAt },
      ...{ expiresAt: isoOf(at + LONGEST_MS), madeById: caller.actor.id, madeByName: caller.actor.name },
    }),
  );
  const isNew = known === undefined;
  await deps.save(caller, {
    writes: [
      ...(isNew
        ? deps.tenants.create({ tenantId, slug: input.slug, name: input.name, timeZone: input.timeZone, createdAt })
        : [deps.tenants.checkThere(tenantId, isBeingDeleted(input.slug))]),
      ...deps.people.create(tenantId, newUsers(caller, input, people)),
      ...tokens,
    ],
    events: [
      ...(isNew ? [TenantCreated.create(caller, tenantId, { slug: input.slug })] : []),
      TokensIssued.create(caller, tenantId, { count: issued.length }),
    ],
    audit: {
      action: isNew ? 'tenant.created' : 'tokens.issued',
      resourceType: 'Tenant',
      resourceId: tenantId,
      details: { slug: input.slug, tokens: issued.map(({ shown: { tokenId, role } }) => ({ tokenId, role })) },
    },
  });
  return { tenant: { id: tenantId, slug: input.slug }, tokens: issued.map(({ shown }) => shown), isNew, existing };
}
