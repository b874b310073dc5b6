// Gives a deployment its first tenant: invoked by an operator, not by HTTP, because nobody has a token yet. Repeating it
// creates nothing twice; it always issues fresh tokens, which are shown only here.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/events.ts';
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { ROLES } from '../../../entities/names.ts';
import { hashToken, mintToken } from '../../../entities/tenants/api-token.model.ts';
import { TenantCreated, TokensIssued } from '../../../entities/tenants/events.ts';
import type { TenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import type { Caller, Commit } from '../../_kit/commit.ts';

export interface BootstrapDeps {
  readonly tenants: TenantRepo;
  readonly commit: Commit;
  readonly now: () => number;
}

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'must be lower-case letters, digits and hyphens');

export const bootstrapInput = z.object({
  slug,
  name: z.string().min(1).max(100),
  members: z
    .array(
      z.object({
        role: z.enum(ROLES),
        fullName: z.string().min(1).max(100),
        email: z.email().optional(),
        username: z.string().min(1).max(60).optional(),
        slackUserId: z.string().optional(),
      }),
    )
    .min(1)
    .max(10),
});
type Member = z.output<typeof bootstrapInput>['members'][number];

const usernameOf = ({ username, fullName }: Member): string =>
  username ?? fullName.toLowerCase().replaceAll(/\W+/g, '.');

async function createTenant(
  caller: Caller,
  input: z.output<typeof bootstrapInput>,
  deps: BootstrapDeps,
): Promise<void> {
  const { tenantId, at } = caller;
  const createdAt = new Date(at).toISOString();
  const people = input.members.filter((member) => member.role !== 'CI');
  const users = people.flatMap((member) => {
    const username = usernameOf(member);
    const email = member.email ?? `${username}@${input.slug}.example`;
    const user = {
      tenantId,
      userId: newId<'User'>(),
      email,
      username,
      fullName: member.fullName,
      isActive: true,
      createdAt,
    };
    const slack = member.slackUserId ? [{ provider: 'slack' as const, externalId: member.slackUserId }] : [];
    return deps.tenants.createUser(user, member.role, slack);
  });
  await deps.commit(caller, {
    writes: [...deps.tenants.create({ tenantId, slug: input.slug, name: input.name, createdAt }), ...users],
    events: [TenantCreated.create(caller, tenantId, { slug: input.slug })],
    audit: { action: 'tenant.created', resourceType: 'Tenant', resourceId: tenantId, details: { slug: input.slug } },
  });
}

/** Answers the tenant and one new token per asked member, in their order. */
export async function bootstrapTenant(raw: unknown, deps: BootstrapDeps) {
  const input = bootstrapInput.parse(raw);
  const at = deps.now();
  const known = await deps.tenants.idOfSlug(input.slug);
  const tenantId = known ?? newId<'Tenant'>();
  const caller: Caller = { tenantId, actor: systemActor('bootstrap'), correlationId: newId<'Correlation'>(), at };
  if (known === undefined) await createTenant(caller, input, deps);
  const members = await deps.tenants.members(tenantId as TenantId);
  const issued = input.members.map((member) => {
    const token = mintToken(tenantId as TenantId);
    const user = members.find((item) => item.name === member.fullName && item.role === member.role);
    return { role: member.role, token, userId: user?.userId, name: member.fullName };
  });
  const createdAt = new Date(at).toISOString();
  await deps.commit(caller, {
    writes: issued.map(({ token, role, userId, name }) =>
      deps.tenants.createToken({
        tenantId,
        hash: hashToken(token),
        name,
        role,
        scopes: '*',
        isRevoked: false,
        createdAt,
        ...(userId === undefined ? {} : { userId }),
      }),
    ),
    events: [TokensIssued.create(caller, tenantId, { count: issued.length })],
    audit: { action: 'tokens.issued', resourceType: 'Tenant', resourceId: tenantId, details: { count: issued.length } },
  });
  return { tenant: { id: tenantId, slug: input.slug }, tokens: issued };
}
