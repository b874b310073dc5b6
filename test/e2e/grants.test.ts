// Every grant is used and none is missing: compares the calls that the runtime recorded with the grants of each function, during one
// release from creation to RELEASED and every other action of people and machines.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Grant } from '../../functions/_kit/manifest.ts';
import { createClient } from '../../functions/client.ts';
import { physicalName } from '../../infra/constructs/naming.ts';
import { startStack } from '../../infra/local/demo/local-stack.ts';
import { driveRelease } from '../../infra/local/demo/release-driver.ts';
import { manifests } from '../../infra/manifests.ts';
import { putOnBus } from '../support/services/ci-senders.ts';
import { startTestStack, type TestStack } from '../support/stack.ts';

/** One action of each grant on the table, the bus and the key: the others are tied to one call each. */
const ACTIONS: Readonly<Partial<Record<Grant, readonly string[]>>> = {
  'table:put': ['dynamodb:PutItem'],
  'table:update': ['dynamodb:UpdateItem'],
  'table:delete': ['dynamodb:DeleteItem'],
  'table:check': ['dynamodb:ConditionCheckItem'],
  'bus:publish': ['events:PutEvents'],
  'bus:forward': ['events:PutEvents'],
  'credentials:seal': ['kms:Encrypt'],
  'credentials:open': ['kms:Decrypt'],
  'mail:send': ['ses:SendEmail'],
};

/** Granted for what this release does not meet, with the test that does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'access api table:check': 'a sign-in: api/access/sign-in.test.ts',
  'audit api table:put': 'a refusal of rights: api/audit/verify-audit.test.ts',
  'access events table:update': 'a removed user with tokens: api/access/removed-users.test.ts',
  'agents api credentials:open': 'a lease: api/agents/leases.test.ts',
  'agents tasks table:delete': 'a task that ends while it waits: workflow/agents/deployment-wave.test.ts',
  'agents tasks table:put': 'a task: workflow/agents/deployment-wave.test.ts',
  'agents tasks table:update': 'a task: workflow/agents/deployment-wave.test.ts',
  'approvals api table:check': 'a decision by HTTP: api/approvals/decide-approval.test.ts',
  'approvals api table:update': 'a decision by HTTP: api/approvals/decide-approval.test.ts',
  'approvals events table:delete': 'a deleted release: workflow/deleted-releases.test.ts',
  'catalog events credentials:open': 'a registry that is read: api/catalog/registries.test.ts',
  'catalog events table:check': 'a registry that is read: api/catalog/registries.test.ts',
  'catalog events table:put': 'a registry that is read: api/catalog/registries.test.ts',
  'catalog events table:update': 'a registry that is read: api/catalog/registries.test.ts',
  'console api table:put': 'a refusal of rights: api/audit/verify-audit.test.ts',
  'evidence api table:put': 'a refusal of rights: api/audit/verify-audit.test.ts',
  'evidence tasks table:put': 'a recorded packet: api/evidence/record-evidence.test.ts',
  'deployments/rollbacks api table:put': 'a rollback: api/deployments/rollbacks/rollback-deployment.test.ts',
  'deployments/rollbacks api table:update': 'a rollback with an idempotency key: e2e/console/domains/driven.test.ts',
  'deployments tasks table:put': 'a deployment of Windlass: workflow/deployments/deployment.test.ts',
  'deployments tasks table:update': 'a deployment of Windlass: workflow/deployments/deployment.test.ts',
  'integrations tasks credentials:open': 'the daily check: workflow/integration-check.test.ts',
  'integrations tasks mail:send': 'the daily check of an EMAIL: workflow/integration-check.test.ts',
  'integrations tasks table:put': 'the daily check: workflow/integration-check.test.ts',
  'integrations tasks table:update': 'the daily check: workflow/integration-check.test.ts',
  'notifications api table:update': 'a message that is sent again: api/notifications/notifications.test.ts',
  'notifiers/email events mail:send': 'a release that is told by mail: e2e/mail-and-linear.test.ts',
  'notifiers/email events table:put': 'a release that is told by mail: e2e/mail-and-linear.test.ts',
  'notifiers/linear events credentials:open': 'a release with tickets in Linear: e2e/mail-and-linear.test.ts',
  'notifiers/linear events table:put': 'a release with tickets in Linear: e2e/mail-and-linear.test.ts',
  'promotions api table:delete': 'a cancelled promotion: api/promotions/changes.test.ts',
  'promotions api table:put': 'a requested promotion: api/promotions/promotions.test.ts',
  'promotions api table:update': 'a cancelled promotion: api/promotions/changes.test.ts',
  'promotions events table:check': 'an automatic promotion: api/promotions/automatic.test.ts',
  'promotions events table:delete': 'a hold that cancels: api/promotions/holds.test.ts',
  'promotions events table:put': 'an automatic promotion: api/promotions/automatic.test.ts',
  'promotions events table:update': 'a hold that cancels: api/promotions/holds.test.ts',
  'promotions tasks table:delete': 'a promotion: workflow/promotions/promotion.test.ts',
  'promotions tasks table:put': 'a promotion: workflow/promotions/promotion.test.ts',
  'promotions tasks table:update': 'a promotion: workflow/promotions/promotion.test.ts',
  'providers api credentials:open': 'a sign-in at a provider: api/providers/openid.test.ts',
  'providers api credentials:seal': 'a new provider: api/providers/openid.test.ts',
  'providers api table:check': 'a sign-in at a provider: api/providers/openid.test.ts',
  'providers api table:delete': 'a deleted provider: api/providers/openid.test.ts',
  'providers api table:put': 'a new provider: api/providers/openid.test.ts',
  'providers api table:update': 'a changed provider: api/providers/openid.test.ts',
  'releases events credentials:open': 'a rollout that a person changes: workflow/rollout tests',
  'releases events table:check': 'a store that reports by webhook: api/releases/store-events.test.ts',
  'tenants tasks table:check': 'a second call of bootstrapTenant: api/tenants/bootstrap-tenant.test.ts',
  'tenants tasks table:delete': 'a deleted tenant: workflow/tenant-removal.test.ts',
  'trains tasks table:put': 'a departure: workflow/release-train.test.ts',
  'trains tasks table:update': 'a departure: workflow/release-train.test.ts',
  'webhooks events table:put': 'a receiver that answers 410: api/webhooks/webhooks.test.ts',
  'webhooks events table:update': 'a receiver that answers 410: api/webhooks/webhooks.test.ts',
};

let stack: TestStack;
beforeAll(async () => {
  // Sample data is part of it: its calls count too.
  stack = await startTestStack(startStack);
}, 180_000);
afterAll(async () => {
  await stack?.stop();
  stack?.remove();
});

const everything = { releases: true, builds: true, approvals: true, incidents: true };
const switches = { slack: everything, email: everything, jira: everything, linear: everything, webhooks: everything };

const REFUSING = [
  'POST /approvals/{approval}/decisions',
  'POST /integrations/{kind}',
  'POST /releases',
  'POST /trains',
  'POST /webhooks',
  'POST /notifications/redeliver-failed',
] as const;
const DELETING = [
  'DELETE /webhooks/{webhook}',
  'DELETE /trains/{train}',
  'DELETE /targets/{targetId}',
  'DELETE /agents/{agent}',
  'DELETE /services/{service}',
  'DELETE /components/{component}',
  'DELETE /runbooks/{runbook}',
  'DELETE /environments/{environment}',
] as const;

/** Does what people do beside releases; answers the parameters of what is deleted in the end. */
async function everythingElse() {
  const lead = stack.as('lead');
  const webhook = await lead.must('POST /webhooks', { body: { url: `${stack.url}/_local/web/deploy`, events: ['*'] } });
  await lead.must('POST /webhooks/{webhook}/rotate', { params: { webhook: webhook.id } });
  await lead.must('PUT /notification-settings', { body: switches });
  const { scm, target } = await sampleOf();
  const template = { scmIntegrationId: scm, baseBranch: 'main', targets: [target] };
  const schedule = { rrule: 'FREQ=MONTHLY', timeZone: 'UTC' };
  const { items: members } = await lead.must('GET /members');
  await lead.must('POST /services', { body: { slug: 'monthly', ownerId: members[0]?.userId ?? '' } });
  await lead.must('PATCH /services/{service}', {
    params: { service: 'monthly' },
    body: { isActive: true, slackChannel: '#monthly' },
  });
  const component = await lead.must('POST /components', { body: { name: 'monthly', imageRepository: 'acme/monthly' } });
  const digest = `sha256:${'0'.repeat(64)}`;
  await lead.must('PUT /components/{component}/versions/{tag}', {
    params: { component: component.id, tag: 'latest' },
    body: { digest },
  });
  const train = await lead.must('POST /trains', {
    body: { service: 'monthly', name: 'Monthly', ...schedule, template },
  });
  await lead.must('PATCH /trains/{train}', { params: { train: train.id }, body: { name: 'Once a month' } });
  // The reply is stored with its key.
  const kept = { 'idempotency-key': 'kept' };
  const { id: runbook } = await lead.must('POST /runbooks', { body: { title: 'Monthly' }, headers: kept });
  await lead.must('PATCH /runbooks/{runbook}', {
    params: { runbook },
    body: { title: 'Once a month', tags: ['monthly'] },
  });
  await lead.must('PATCH /runbooks/{runbook}', { params: { runbook }, body: { tags: [] } });
  const { id: environment } = await lead.must('POST /environments', { body: { name: 'monthly' } });
  const { id: teamId } = await stack.as('admin').must('POST /teams', { body: { slug: 'guards', name: 'Guards' } });
  await stack.as('admin').must('PATCH /environments/{environment}', {
    params: { environment },
    body: { order: 1, approvalGroups: [{ teamId, approvalsNeeded: 1 }] },
  });
  const host = { environmentId: environment, componentId: component.id, name: 'monthly-1', type: 'SHELL' as const };
  const { id: targetId } = await lead.must('POST /targets', { body: { ...host, credentials: { key: 'monthly' } } });
  const agent = await agentThatObserves(environment, targetId);
  await deployed();
  await peopleAndTeams();
  // A refused request gives its key back.
  const headers = { 'idempotency-key': 'refused' };
  const body = { wrong: 1 } as never;
  const params = { approval: 'x', kind: 'scm' };
  for (const endpoint of REFUSING) await lead.call(endpoint, { params, body, headers });
  return {
    webhook: webhook.id,
    train: train.id,
    service: 'monthly',
    component: component.id,
    runbook,
    environment,
    targetId,
    agent,
  };
}

/** The id of an agent that has registered and synced with its own credential, which may do nothing else. */
async function agentThatObserves(environment: string, targetId: string): Promise<string> {
  const body = { name: 'monthly', environmentIds: [environment] };
  const { id, joinToken } = await stack.as('lead').must('POST /agents', { body });
  const said = { version: '1.0.0', capabilities: ['shell'] };
  const visitor = createClient({ url: stack.url, tenant: stack.credentials.tenant.id });
  const registering = { joinToken: joinToken ?? '', ...said };
  const { credential: token } = await visitor.must('POST /agents/register', { body: registering });
  const own = createClient({ url: stack.url, tenant: stack.credentials.tenant.id, token });
  const targets = [{ targetId, healthStatus: 'HEALTHY' as const }];
  const synced = await own.must('POST /agents/{agent}/sync', { params: { agent: id }, body: { ...said, targets } });
  expect([synced.refused, (await own.call('GET /agents')).status]).toEqual([[], 403]);
  return id;
}

/** Deployments in the environment that is deleted in the end, by the API and on the bus. */
async function deployed(): Promise<void> {
  const ran = { environment: 'monthly', service: 'monthly', version: '1.0.0' };
  const lead = stack.as('lead');
  const { id } = await lead.must('POST /deployments', { body: { ...ran, status: 'IN_PROGRESS' } });
  await lead.must('POST /deployments/{deployment}/status', {
    params: { deployment: id },
    body: { status: 'SUCCEEDED' },
  });
  for (const [predicate, version] of [
    ['deployed', '2.0.0'],
    ['rolledback', '1.0.0'],
  ] as const) {
    const type = `dev.cdevents.service.${predicate}.0.2.0`;
    const content = { environment: { id: 'monthly' }, artifactId: `pkg:oci/monthly@${version}` };
    const context = { id: predicate, source: '/cd', type, timestamp: new Date().toISOString() };
    await putOnBus(stack, 'ci.argo', type, { context, subject: { id: 'monthly', content } });
  }
}

/** A removed user, a deleted team, an invitation, and a slug that is changed and changed back. */
async function peopleAndTeams(): Promise<void> {
  const admin = stack.as('admin');
  const { tenant } = stack.credentials;
  await admin.must('PATCH /tenant', { body: { slug: `${tenant.slug}-for-now` } });
  await admin.must('PATCH /tenant', { body: { slug: tenant.slug } });
  const names = { email: 'short@acme.test', username: 'short', fullName: 'Short Stay' };
  const user = await admin.must('POST /users', { body: { ...names, role: 'VIEWER' } });
  await admin.must('POST /teams', { body: { slug: 'short', name: 'Short' } });
  await admin.must('PUT /teams/{team}/members/{user}', { params: { team: 'short', user: user.id }, body: {} });
  await admin.must('DELETE /users/{user}', { params: { user: user.id } });
  await admin.must('POST /invitations', { body: { email: 'new@acme.test', role: 'VIEWER' } });
}

async function sampleOf() {
  const first = async (kind: string) =>
    (await stack.as('lead').must('GET /integrations/{kind}', { params: { kind }, query: { verified: 'true' } }))
      .items[0]?.id ?? '';
  return { scm: await first('scm'), target: await first('targets') };
}

it('each function uses what it was granted (S17)', { timeout: 300_000 }, async () => {
  const { credentials, url } = stack;
  const made = await everythingElse();
  await driveRelease({ credentials, version: '7.0.0', say: () => {}, patienceMs: 120_000 });
  for (const endpoint of DELETING) await stack.as('admin').must(endpoint, { params: made });
  const unused = async () => {
    const calls = (await (await fetch(`${url}/_local/calls`)).json()) as Record<string, string[]>;
    const usedBy = (domain: string, role: string) => calls[physicalName('local', `${domain}-${role}`)] ?? [];
    const all = manifests.flatMap(({ domain, lambdas }) =>
      Object.entries(lambdas).flatMap(([role, { grants }]) => {
        const used = usedBy(domain, role);
        return grants
          .filter((grant) => ACTIONS[grant]?.some((action) => !used.includes(action)))
          .map((grant) => `${domain} ${role} ${grant}`);
      }),
    );
    return all.sort();
  };
  // Consumers of the last deletions come a little later.
  await expect.poll(unused).toEqual(Object.keys(ELSEWHERE).sort());
});
