// The catalog, releases and approvals domains on a real table: seeded people and integrations, a clock that stands until a
// test moves it, and every reply checked against its route's schema.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { IntegrationId, TenantId, UserId } from '../../entities/_base/ids.ts';
import { newId } from '../../entities/_base/ids.ts';
import { createApprovalRepo } from '../../entities/approvals/approval.repo.ts';
import { createAuditRepo } from '../../entities/audit/audit-entry.repo.ts';
import type { ServiceItem } from '../../entities/catalog/services/service.entity.ts';
import { createServiceBody, newService } from '../../entities/catalog/services/service.model.ts';
import { createIntegrationRepo, type IntegrationItem } from '../../entities/integrations/integration.repo.ts';
import { INTEGRATION_TYPES, type IntegrationType } from '../../entities/integrations/types/integration-types.ts';
import type { Role } from '../../entities/names.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import { createReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createReleaseNotesRepo } from '../../entities/releases/notes/release-notes.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { createIntegrationUseRepo } from '../../entities/releases/uses/integration-use.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { httpHandler } from '../../functions/_kit/http/http-handler.ts';
import type { Manifest, Route } from '../../functions/_kit/manifest.ts';
import { type Caller, createSave } from '../../functions/_kit/save.ts';
import { operations as approvalOperations } from '../../functions/approvals/api.handler.ts';
import { manifest as approvalsManifest } from '../../functions/approvals/manifest.ts';
import { operations as catalogOperations } from '../../functions/catalog/api.handler.ts';
import { manifest as catalogManifest } from '../../functions/catalog/manifest.ts';
import { operations as releaseOperations } from '../../functions/releases/api.handler.ts';
import { manifest as releasesManifest } from '../../functions/releases/manifest.ts';
import { type ApiReply, type ApiRequest, apiCaller, OTHER_TENANT_ID, strictKit, TENANT_ID, USER_ID } from './http.ts';
import { meteredTable } from './metered-table.ts';
import { catalogDepsOf } from './releases/catalog-deps.ts';
import { integrationSamples } from './releases/integration-samples.ts';
import { startTable } from './table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const MISSING_ID = '0192f000-0000-7000-8000-00000000dead';
/** Of every SLACK that is stored as verified. */
export const WORKSPACE = 'T0ACME';
export const inOtherTenant = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID } as const;

type Item = Record<string, unknown>;

const samples = integrationSamples('https://service.test');

/** The body that a release is created with, and everything it names. */
export interface Kit {
  readonly scm: string;
  readonly appStore: string;
  readonly playStore: string;
  readonly iosPipeline: string;
  readonly androidPipeline: string;
  readonly chat: string;
  readonly tickets: string;
}

/** Checks a success against the schema that its route promises. */
function keepsPromise(manifest: Manifest, { method, path }: ApiRequest, reply: ApiReply): void {
  if (reply.status >= 300) return;
  const [plain = ''] = path.split('?');
  const fits = (route: Route) =>
    route.method === method && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(plain);
  const byWords = (one: Route, other: Route) => one.path.split('{').length - other.path.split('{').length;
  const route = Object.values<Route>(manifest.routes).sort(byWords).find(fits);
  expect(reply.status).toBe(route?.status);
  expect(route?.reply?.safeParse(reply.body).error?.issues ?? []).toEqual([]);
}

/** The first words of the paths of a domain. */
const pathsOf = ({ routes }: Manifest): string[] => Object.values(routes).map(({ path }) => path.split('/')[1] ?? '');

export type World = Awaited<ReturnType<typeof startWorld>>;

export async function startWorld() {
  const { table: plain, items, stop } = await startTable();
  const { table, meter } = meteredTable(plain);
  const clock = { at: NOW };
  const now = () => clock.at;
  const save = createSave(table);
  const integrations = createIntegrationRepo(table);
  const people = createPeopleRepo(table);
  const tenants = createTenantRepo(table);
  const releases = createReleaseRepo(table);
  const approvals = createApprovalRepo(table);
  const audit = createAuditRepo(table);
  const releaseList = createReleaseListRepo(table);
  const kit = strictKit(table, now);

  const notes = createReleaseNotesRepo(table);
  const uses = createIntegrationUseRepo(table);
  const catalogDeps = catalogDepsOf(table);
  const { services, components } = catalogDeps;
  const contents = createReleaseContentRepo(table);
  const searched = { releaseNames: createReleaseNamesRepo(table), contents, components: catalogDeps.components };
  const releaseDeps = {
    ...{ releases, releaseList, notes, integrations, people, tenants, audit, uses, services },
    ...searched,
  };
  const [teams, promotions] = [createTeamRepo(table), createPromotionRepo(table)];
  const approvalDeps = { approvals, integrations, releases, people, teams, promotions };
  const domains = [
    {
      manifest: releasesManifest as Manifest,
      call: apiCaller(releasesManifest, httpHandler(releasesManifest, releaseOperations, kit, releaseDeps)),
    },
    {
      manifest: approvalsManifest as Manifest,
      call: apiCaller(approvalsManifest, httpHandler(approvalsManifest, approvalOperations, kit, approvalDeps)),
    },
    {
      manifest: catalogManifest as Manifest,
      call: apiCaller(catalogManifest, httpHandler(catalogManifest, catalogOperations, kit, catalogDeps)),
    },
  ] as const;

  async function call(request: ApiRequest): Promise<ApiReply> {
    const [root = ''] = request.path.slice(1).split(/[/?]/);
    const { manifest, call: send } = domains.find((one) => pathsOf(one.manifest).includes(root)) ?? domains[0];
    const reply = await send(request);
    keepsPromise(manifest, request, reply);
    return reply;
  }
  const asRole =
    (role: Role) =>
    (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiReply> =>
      call({ role, method, path, headers, ...(body === undefined ? {} : { body }) });
  const asLead = asRole('LEAD');

  const caller = (tenantId: string = TENANT_ID): Caller => ({
    tenantId: tenantId as TenantId,
    actor: { type: 'SYSTEM', id: 'tests', name: 'tests' },
    correlationId: 'tests',
    at: clock.at,
  });
  const seed = (writes: Parameters<typeof save>[1]['writes'], tenantId?: string) =>
    save(caller(tenantId), {
      writes,
      events: [],
      audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' },
    });

  /** Stores an integration as if it had been created and verified; `over` makes it otherwise. */
  async function integration(type: IntegrationType, over: Partial<IntegrationItem> = {}): Promise<string> {
    const integrationId = newId<'Integration'>(clock.at);
    const item = {
      tenantId: TENANT_ID,
      integrationId,
      kind: INTEGRATION_TYPES[type].kind,
      type,
      name: `${type} ${integrationId.slice(-12)}`,
      isActive: true,
      verificationStatus: 'VALID',
      lastVerifiedAt: NOW_ISO,
      ...(type === 'SLACK' ? { workspaceId: WORKSPACE } : {}),
      healthStatus: 'HEALTHY',
      useCount: 0,
      revision: 1,
      schemaVersion: 1,
      createdAt: NOW_ISO,
      updatedAt: NOW_ISO,
      ...over,
      config: { ...samples[type].config, ...(over.config as object | undefined) },
    } as IntegrationItem;
    await seed(integrations.create(item, Buffer.from('sealed').toString('base64')), item.tenantId);
    return integrationId as IntegrationId;
  }

  /** A service of the tenant; an existing one stays as it is. */
  async function service(slug: string, over: Partial<ServiceItem> = {}, tenantId: string = TENANT_ID): Promise<void> {
    if (await services.bySlug(tenantId, slug)) return;
    const item = newService(tenantId as TenantId, clock.at, createServiceBody.parse({ slug }));
    await seed(services.create({ ...item, ...over }), tenantId);
  }

  /** An SCM of the tenant as a later check of it finds it. */
  async function reverify(integrationId: string, verificationStatus: IntegrationItem['verificationStatus']) {
    const item = await integrations.get(TENANT_ID, { kind: 'SCM', integrationId });
    if (item === undefined) throw new Error(`no SCM ${integrationId}`);
    await seed(integrations.update(item, { ...item, verificationStatus, revision: item.revision + 1 }));
  }

  /** One of everything: an SCM, two stores with a pipeline each, chat and tickets. */
  async function integrationKit(tenantId: string = TENANT_ID): Promise<Kit> {
    const of = { tenantId };
    const scm = await integration('GITHUB', of);
    const [appStore, playStore, chat, tickets] = await Promise.all([
      integration('APP_STORE', of),
      integration('PLAY_STORE', of),
      integration('SLACK', of),
      integration('JIRA', of),
    ]);
    const pipeline = (type: 'JENKINS' | 'GITHUB_ACTIONS', targetIntegrationId: string) =>
      integration(type, { ...of, config: { scmIntegrationId: scm, targetIntegrationId } });
    const [iosPipeline, androidPipeline] = await Promise.all([
      pipeline('JENKINS', appStore),
      pipeline('GITHUB_ACTIONS', playStore),
    ]);
    return { scm, appStore, playStore, iosPipeline, androidPipeline, chat, tickets };
  }

  let persons = 0;
  /** A member of the tenant. */
  async function member(role: Exclude<Role, 'CI'>, over: Item = {}): Promise<UserId> {
    persons += 1;
    const userId = (over.userId as UserId | undefined) ?? newId<'User'>(clock.at);
    const tenantId = String(over.tenantId ?? TENANT_ID);
    const names = { email: `p${persons}@acme.test`, username: `p${persons}`, fullName: `Person ${persons}` };
    if (over.slackUserId !== undefined && (await integrations.homeWorkspace(tenantId)) === undefined) {
      await seed([integrations.settleIn(tenantId, WORKSPACE)], tenantId);
    }
    const slack =
      over.slackUserId === undefined ? [] : [{ provider: 'slack' as const, externalId: `${over.slackUserId}` }];
    const user = { tenantId, userId, ...names, role, isEmailConfirmed: true, isActive: true, createdAt: NOW_ISO };
    await seed(people.create(tenantId as TenantId, [{ user, identities: slack }]), tenantId);
    return userId;
  }

  let versions = 0;
  /** A valid body with a version of its own. */
  const bodyOf = (kitOf: Kit, over: Item = {}): Item => ({
    service: 'payments-api',
    createService: true,
    version: `1.${versions++}.0`,
    releaseType: 'PLANNED',
    scmIntegrationId: kitOf.scm,
    baseBranch: 'main',
    targets: [kitOf.appStore, kitOf.playStore],
    pipelines: [kitOf.iosPipeline, kitOf.androidPipeline],
    communicationIntegrationId: kitOf.chat,
    ticketIntegrationId: kitOf.tickets,
    ...over,
  });

  /** Creates a release over HTTP and answers its view. */
  async function release(kitOf: Kit, over: Item = {}, request: Partial<ApiRequest> = {}): Promise<ApiReply['body']> {
    const reply = await call({
      role: 'LEAD',
      method: 'POST',
      path: '/releases',
      body: bodyOf(kitOf, over),
      ...request,
    });
    if (reply.status !== 201) throw new Error(`not created: ${reply.text}`);
    return reply.body;
  }

  const partition = async (pk: string): Promise<Item[]> => {
    const KeyConditionExpression = 'pk = :pk';
    const query = { TableName: table.name, KeyConditionExpression, ExpressionAttributeValues: { ':pk': pk } };
    return (await table.client.send(new QueryCommand({ ...query, ConsistentRead: true }))).Items ?? [];
  };
  const outboxOf = (releaseId: string, tenantId = TENANT_ID) => partition(`T#${tenantId}#OUTBOX#${releaseId}`);
  const auditOf = (releaseId: string, tenantId = TENANT_ID) => partition(`T#${tenantId}#AUDIT#Release#${releaseId}`);

  return {
    ...{ table, meter, items, stop, clock, now, save, kit, caller, seed },
    ...{ integrations, people, tenants, releases, approvals, audit, releaseList, notes, uses, services, components },
    ...{ contents, teams, promotions },
    ...{ call, asRole, asLead, service, integration, reverify, integrationKit, member, bodyOf, release },
    /** The stored release with its parts. */
    stored: (releaseId: string, tenantId: string = TENANT_ID) => releases.whole(tenantId as TenantId, releaseId),
    /** Outbox events about a release, oldest first: type and data. */
    eventsOf: async (releaseId: string) =>
      (await outboxOf(releaseId)).map((item) => ({
        type: String(item.detailType),
        data: JSON.parse(String(item.detail)).data as Item,
      })),
    /** Audit entries of a release, oldest first. */
    auditOf,
    outboxOf,
    /** Everything that is stored about a release, to show that nothing was written. */
    traceOf: async (releaseId: string, tenantId = TENANT_ID) => {
      const parts = partition(`T#${tenantId}#RELEASE#${releaseId}`);
      return (await Promise.all([parts, outboxOf(releaseId, tenantId), auditOf(releaseId, tenantId)])).flat();
    },
  };
}

/** The offending paths of a problem, sorted. */
export const paths = (reply: ApiReply): string[] =>
  (reply.body.fields ?? []).map((field: { path: string }) => field.path).sort();

/** `path code` of every offending field, sorted. */
export const fieldsOf = (reply: ApiReply): string[] =>
  (reply.body.fields ?? []).map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).sort();

/** Status and code, as a table of refusals names them. */
export const verdict = (reply: ApiReply): readonly [number, string | undefined] => [reply.status, reply.body?.code];

export { OTHER_TENANT_ID, TENANT_ID, USER_ID };
