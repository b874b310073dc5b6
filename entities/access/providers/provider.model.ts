// OpenID providers: bodies, view, and the role that groups give. Pure. OpenID Connect Core 1.0.
import * as z from 'zod';
import { listOf, pageQuery } from '../../_base/list.ts';
import { prose } from '../../_base/text.ts';
import { MEMBER_ROLES } from '../../people/rights.model.ts';
import type { ProviderItem } from './provider.entity.ts';

/** The most providers of a tenant; the page for signing in lists them all. */
export const MOST_PROVIDERS = 10;

const url = z
  .string()
  .max(300)
  .transform((text) => text.replace(/\/$/, ''))
  .pipe(z.url({ protocol: /^https?$/ }))
  .refine((text) => !/[?#@]/.test(text), { error: 'must be a URL without user, query and fragment' });

const fields = {
  name: prose(100).trim().min(1).describe('Shown on the page for signing in'),
  issuer: url.describe('The issuer, below which /.well-known/openid-configuration is found'),
  clientId: z.string().min(1).max(300),
  clientSecret: z.string().min(1).max(1000).describe('Sealed; never answered'),
  groupsClaim: z.string().min(1).max(100).describe('The claim with the names of the groups of the user'),
  roles: z
    .array(z.strictObject({ group: z.string().min(1).max(200), role: z.enum(MEMBER_ROLES) }))
    .max(50)
    .describe('The role that members of a group have; the strongest one counts, and is set with each sign-in'),
  defaultRole: z.enum(MEMBER_ROLES).describe('The role without any of these groups; without it they may not sign in'),
  emailDomains: z
    .array(
      z
        .string()
        .max(253)
        .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'must be a domain in lower case'),
    )
    .max(20)
    .describe('A confirmed address of these domains says who a new subject is; without any, only linked users sign in'),
  createsUsers: z.boolean().describe('Whether an unknown address of these domains becomes a new user'),
};

export const createProviderBody = z.lazy(() =>
  z.strictObject({
    name: fields.name,
    issuer: fields.issuer,
    clientId: fields.clientId,
    clientSecret: fields.clientSecret,
    groupsClaim: fields.groupsClaim.default('groups'),
    roles: fields.roles.default([]),
    defaultRole: fields.defaultRole.optional(),
    emailDomains: fields.emailDomains.default([]),
    createsUsers: fields.createsUsers.default(true),
    isActive: z.boolean().default(true),
  }),
);

/** Another issuer or client is another provider: subjects of the one mean nothing at the other. */
export const updateProviderBody = z.lazy(() =>
  z.strictObject({
    name: fields.name.optional(),
    clientSecret: fields.clientSecret.optional(),
    groupsClaim: fields.groupsClaim.optional(),
    roles: fields.roles.optional(),
    defaultRole: fields.defaultRole.nullable().optional(),
    emailDomains: fields.emailDomains.optional(),
    createsUsers: fields.createsUsers.optional(),
    isActive: z.boolean().optional(),
  }),
);

export const providerView = z.lazy(() =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    issuer: z.string(),
    clientId: z.string(),
    groupsClaim: z.string(),
    roles: z.array(z.strictObject({ group: z.string(), role: z.enum(MEMBER_ROLES) })),
    defaultRole: z.enum(MEMBER_ROLES).optional(),
    emailDomains: z.array(z.string()),
    createsUsers: z.boolean(),
    isActive: z.boolean(),
    redirectUri: z.string().describe('The redirect URI to register with the provider'),
    createdAt: z.string(),
    updatedAt: z.string(),
    revision: z.number().int(),
  }),
);
export const listProvidersQuery = z.strictObject(pageQuery);
export const providerListView = z.lazy(() => listOf(providerView));

export const viewProvider = (item: ProviderItem, redirectUri: string) => {
  const { providerId: id, name, issuer, clientId, groupsClaim, roles, defaultRole, emailDomains, createsUsers } = item;
  const { isActive, createdAt, updatedAt, revision } = item;
  const rules = { groupsClaim, roles, defaultRole, emailDomains, createsUsers };
  return { id, name, issuer, clientId, ...rules, isActive, redirectUri, createdAt, updatedAt, revision };
};

/** The page of the console to which providers send people back: one for all tenants, so that it outlives a slug. */
export const redirectUriOf = (publicUrl: string): string => `${publicUrl}/console/sign-in/callback`;

type MemberRole = (typeof MEMBER_ROLES)[number];

/** The strongest role of the groups, else the default one; undefined if the user may not sign in. `groups` is the claim. */
export function roleOf({ roles, defaultRole }: ProviderItem, groups: unknown): MemberRole | undefined {
  const names: unknown[] = [groups ?? []].flat();
  const given = roles.filter(({ group }) => names.includes(group)).map(({ role }) => role);
  return MEMBER_ROLES.find((role) => given.includes(role)) ?? defaultRole;
}

/** Whether a confirmed address says who a new subject is. */
export const trustsAddress = ({ emailDomains }: ProviderItem, address: string): boolean =>
  emailDomains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
