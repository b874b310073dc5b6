// The integrations API on a real table, with a fixed clock, its own KMS, and a service that answers as each test sets.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import { createEnvironmentBody, newEnvironment } from '../../../entities/environments/environment.model.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createIntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import type { IntegrationType } from '../../../entities/integrations/types/integration-types.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { createReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import { createIntegrationUseRepo } from '../../../entities/releases/uses/integration-use.repo.ts';
import { mailRulesOf } from '../../../entities/tenants/mail/mail.repo.ts';
import { createTenantRepo } from '../../../entities/tenants/tenant.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { createAssertEncrypted } from '../../../functions/_kit/outbound/plain-http.ts';
import { type Caller, createSave } from '../../../functions/_kit/save.ts';
import { createSealer } from '../../../functions/_kit/sealer.ts';
import { operations } from '../../../functions/integrations/api.handler.ts';
import { createUsersOf } from '../../../functions/integrations/changes/users.ts';
import { manifest } from '../../../functions/integrations/manifest.ts';
import { createVerification } from '../../../functions/integrations/verification/verification.ts';
import {
  type ApiReply,
  type ApiRequest,
  apiCaller,
  OTHER_TENANT_ID,
  strictKit,
  TENANT_ID,
} from '../../support/http.ts';
import { createFakeKms } from '../../support/services/fake-kms.ts';
import { startTable } from '../../support/table.ts';

export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const NOW_ISO = '2026-03-01T12:00:00.000Z';
export const MISSING_ID = '0192f000-0000-7000-8000-00000000dead';
/** In the order of promotion, of both tenants. */
export const ENVIRONMENT_ID = '0192f000-0000-7000-8000-0000000e0001';

type Item = Record<string, unknown>;

export const systemCaller = (tenantId: string = TENANT_ID): Caller => ({
  tenantId: tenantId as TenantId,
  actor: { type: 'SYSTEM', id: 'tests', name: 'tests' },
  correlationId: 'tests',
  at: NOW,
});

const environmentOf = (tenantId: string) => ({
  ...newEnvironment(tenantId as TenantId, NOW, createEnvironmentBody.parse({ name: 'production', order: 1 })),
  environmentId: ENVIRONMENT_ID,
});

/** `allowedHosts` of a deployment that wants TLS of all others; without it every address may be stored. */
export async function startIntegrations(allowedHosts?: readonly string[]) {
  const { table, items, stop } = await startTable();
  const integrations = createIntegrationRepo(table);
  const usersOf = createUsersOf({ uses: createIntegrationUseRepo(table), names: createReleaseNamesRepo(table) });
  const save = createSave(table);
  const environments = createEnvironmentRepo(table);
  const people = createPeopleRepo(table);
  const tenants = createTenantRepo(table);
  const sealer = createSealer({ keyId: 'alias/test', kms: createFakeKms() });
  /** The service's answer to a verification, and the input of the request. */
  const service = {
    answer: async (): Promise<string> => 'it works',
    /** Of a SLACK. */
    workspaceId: 'T0ACME',
    asked: [] as { type: IntegrationType; config: unknown; credentials: unknown }[],
  };
  const verification = createVerification({
    verifierFor: (type, { config, credentials }) => ({
      verify: () => {
        service.asked.push({ type, config, credentials });
        return service.answer();
      },
      ...(type === 'SLACK' ? { workspace: async () => service.workspaceId } : {}),
    }),
    outbound: { request: () => Promise.reject(new Error('tests do not go out')) },
    now: () => NOW,
    deadlineMs: 50,
  });
  const handler = httpHandler(
    manifest,
    operations,
    strictKit(table, () => NOW),
    {
      ...{
        integrations,
        components: createComponentRepo(table),
        environments,
        sealer,
        verification,
        usersOf,
        mailRules: mailRulesOf(table),
      },
      ...(allowedHosts && { assertEncrypted: createAssertEncrypted(allowedHosts) }),
    },
  );
  const call = apiCaller(manifest, handler);
  const asLead = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'LEAD', method, path, headers, ...(body === undefined ? {} : { body }) });

  const tenant = { tenantId: TENANT_ID, slug: 'acme', name: 'Acme', mailSenders: ['acme.test'], createdAt: NOW_ISO };
  await save(systemCaller(), {
    writes: tenants.create(tenant),
    events: [],
    audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' },
  });

  for (const tenantId of [TENANT_ID, OTHER_TENANT_ID]) {
    await save(systemCaller(tenantId), {
      writes: environments.create(environmentOf(tenantId)),
      events: [],
      audit: { action: 'seeded', resourceType: 'Test', resourceId: 'seed' },
    });
  }

  let names = 0;
  /** A new integration with a name of its own. */
  async function create(segment: string, body: Item, request: Partial<ApiRequest> = {}): Promise<ApiReply['body']> {
    names += 1;
    const named = { ...body, name: body.name ?? `integration ${names}` };
    const reply = await call({
      role: 'LEAD',
      method: 'POST',
      path: `/integrations/${segment}`,
      body: named,
      ...request,
    });
    if (reply.status !== 201) throw new Error(`not created: ${reply.text}`);
    return reply.body;
  }
  const inOtherTenant = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
  /** An SCM and a target for pipelines to name. */
  async function createPair(request: Partial<ApiRequest> = {}) {
    const scm = await create('scm', bodies.GITHUB, request);
    const target = await create('targets', bodies.PLAY_STORE, request);
    return { scmIntegrationId: scm.id as string, targetIntegrationId: target.id as string };
  }

  const stored = (integrationId: string) => async (sk: (text: string) => boolean) =>
    (await items()).find((item) => String(item.sk).endsWith(integrationId) && sk(String(item.sk)));
  return {
    ...{
      table,
      items,
      stop,
      integrations,
      people,
      tenants,
      environments,
      save,
      sealer,
      service,
      call,
      asLead,
      create,
      createPair,
      inOtherTenant,
    },
    itemOf: (integrationId: string) => stored(integrationId)((sk) => !sk.startsWith('SECRET#')),
    secretOf: (integrationId: string) => stored(integrationId)((sk) => sk.startsWith('SECRET#')),
    /** Outbox events about it, oldest first: type and data. */
    eventsOf: async (integrationId: string) =>
      (await items())
        .filter((item) => item.pk === `T#${TENANT_ID}#OUTBOX#${integrationId}`)
        .sort((one, other) => String(one.sk).localeCompare(String(other.sk)))
        .map((item) => ({ type: item.detailType, data: JSON.parse(String(item.detail)).data })),
    auditOf: async (integrationId: string) =>
      (await items())
        .filter((item) => item.pk === `T#${TENANT_ID}#AUDIT#Integration#${integrationId}`)
        .sort((one, other) => String(one.sk).localeCompare(String(other.sk))),
  };
}
export type Fixture = Awaited<ReturnType<typeof startIntegrations>>;

const pem = (name: string) =>
  `-----BEGIN PRIVATE KEY-----\ncanary-${name}-line1\ncanary-${name}-line2\n-----END PRIVATE KEY-----\n`;

/** A valid body of every type but for its name; every credential holds the word canary. */
export const bodies = {
  GITHUB: {
    type: 'GITHUB',
    config: { owner: 'acme', repository: 'app' },
    credentials: { token: 'canary-github-token', webhookSecret: 'canary-github-hook' },
  },
  GITLAB: {
    type: 'GITLAB',
    config: { project: 'acme/mobile/app' },
    credentials: { token: 'canary-gitlab-token', webhookSecret: 'canary-gitlab-hook' },
  },
  BITBUCKET: {
    type: 'BITBUCKET',
    config: { workspace: 'acme', repository: 'app' },
    credentials: {
      username: 'canary-bitbucket-user',
      token: 'canary-bitbucket-token',
      webhookSecret: 'canary-bb-hook',
    },
  },
  APP_STORE: {
    type: 'APP_STORE',
    config: { appId: '1234567890' },
    credentials: {
      issuerId: 'canary-issuer',
      keyId: 'canary-key-id',
      privateKey: pem('p8'),
      webhookSecret: 'canary-apple-hook',
    },
  },
  PLAY_STORE: {
    type: 'PLAY_STORE',
    config: { packageName: 'com.acme.app' },
    credentials: { clientEmail: 'canary-play@acme.test', privateKey: pem('play') },
  },
  WEB: {
    type: 'WEB',
    config: { url: 'https://deploy.acme.test/hooks/release' },
    credentials: { signingSecret: `whsec_${Buffer.from('canary-of-the-deployment-endpoint').toString('base64')}` },
  },
  SERVER: { type: 'SERVER', config: { environmentId: ENVIRONMENT_ID }, credentials: {} },
  JENKINS: {
    type: 'JENKINS',
    config: { baseUrl: 'https://ci.acme.test', jobPath: 'mobile/release' },
    credentials: { username: 'canary-jenkins-user', apiToken: 'canary-jenkins-token', webhookSecret: 'canary-hook' },
  },
  GITHUB_ACTIONS: {
    type: 'GITHUB_ACTIONS',
    config: { owner: 'acme', repository: 'app', workflow: 'release.yml' },
    credentials: { token: 'canary-actions-token', webhookSecret: 'canary-actions-hook' },
  },
  GITLAB_CI: {
    type: 'GITLAB_CI',
    config: { project: 'acme/mobile/app' },
    credentials: { token: 'canary-gitlab-ci-token', triggerToken: 'canary-trigger', webhookSecret: 'canary-ci-hook' },
  },
  SLACK: {
    type: 'SLACK',
    config: { channels: { releases: 'C0RELEASES' } },
    credentials: { botToken: 'canary-slack-token', signingSecret: 'canary-slack-signing' },
  },
  EMAIL: {
    type: 'EMAIL',
    config: { fromAddress: 'releases@acme.test', recipients: { releases: ['team@acme.test'] } },
    credentials: {},
  },
  JIRA: {
    type: 'JIRA',
    config: { baseUrl: 'https://acme.atlassian.test', projectKey: 'APP' },
    credentials: { email: 'canary-jira@acme.test', apiToken: 'canary-jira-token' },
  },
  LINEAR: {
    type: 'LINEAR',
    config: { teamKey: 'APP' },
    credentials: { apiKey: 'canary-linear-key' },
  },
  OCI_REGISTRY: {
    type: 'OCI_REGISTRY',
    config: { baseUrl: 'https://images.acme.test' },
    credentials: { username: 'canary-puller', password: 'canary-pull-password', webhookSecret: 'canary-registry-hook' },
  },
} as const satisfies Record<IntegrationType, Item>;

export const segmentOf: Record<IntegrationType, string> = {
  GITHUB: 'scm',
  GITLAB: 'scm',
  BITBUCKET: 'scm',
  APP_STORE: 'targets',
  PLAY_STORE: 'targets',
  WEB: 'targets',
  SERVER: 'targets',
  JENKINS: 'pipelines',
  GITHUB_ACTIONS: 'pipelines',
  GITLAB_CI: 'pipelines',
  SLACK: 'communications',
  EMAIL: 'communications',
  JIRA: 'tickets',
  LINEAR: 'tickets',
  OCI_REGISTRY: 'registries',
};

export const isPipeline = (type: IntegrationType) => segmentOf[type] === 'pipelines';

export const paths = (reply: ApiReply): string[] =>
  (reply.body.fields ?? []).map((field: { path: string }) => field.path);
