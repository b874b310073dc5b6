// The sample tenant with something for every parameter of a path, and with two things or more in every list.
import type { Input } from '../../../functions/client.ts';
import { inStores } from '../../support/deployments/live-in-stores.ts';
import { releaseBody, sampleIntegrationsOf } from '../../support/releases/sample-release.ts';
import { type Body, type TestStack, until } from '../../support/stack.ts';
import { inAccounts } from './accounts.ts';
import { inDeployments } from './deployed.ts';
import { inEvidence } from './evidenced.ts';
import type { Things } from './requests.ts';
import { inTasks } from './tasked.ts';

export const DIGEST = `sha256:${'5e88'.repeat(16)}`;
const LATER_DIGEST = `sha256:${'ab01'.repeat(16)}`;

/** The machine may be busy. */
const PATIENCE_MS = 150_000;

type NewTrain = Input<'POST /trains'>['body'];
type Admin = ReturnType<TestStack['as']>;

/** A release of `payment-api` whose second regression cycle asks for a sign-off. */
async function releaseUnderWay(api: Admin, version: string) {
  const sample = await sampleIntegrationsOf(api);
  const { createService: _, ...body } = releaseBody(sample, version, { service: 'payment-api' }) as Body;
  const { id: release } = await api.must('POST /releases', { body });
  const params = { release };
  await api.must('POST /releases/{release}/kickoff', { params });
  const whole = () => api.must('GET /releases/{release}', { params });
  await until(whole, ({ pipelines }) => pipelines.every(({ triggered }) => triggered), PATIENCE_MS);
  const approvals = () => api.must('GET /approvals', { query: { subjectId: release } });
  for (const cycles of [1, 2]) {
    for (const { id: integration } of sample.pipelines) {
      const of = { release, integration };
      await api.must('POST /releases/{release}/pipelines/{integration}/status', {
        params: of,
        body: { status: 'SUCCESS' },
      });
    }
    await until(approvals, ({ items }) => items.length === cycles, PATIENCE_MS);
    if (cycles === 1) {
      await api.must('POST /releases/{release}/regression-cycles', { params, body: { force: true } });
      await until(
        whole,
        ({ pipelines }) => pipelines.every(({ buildStatus }) => buildStatus !== 'SUCCESS'),
        PATIENCE_MS,
      );
    }
  }
  const [approval] = (await approvals()).items;
  return { release, approval: approval?.id ?? '', sample, body };
}

async function inReleases(api: Admin) {
  const { release, approval, sample, body } = await releaseUnderWay(api, '7.0.0');
  const { items: developers } = await api.must('GET /users', { query: { email: 'dev@' } });
  const pilot = developers[0]?.id ?? '';
  const other = await api.must('POST /releases', { body: { ...body, version: '7.1.0', releasePilotId: pilot } });
  await api.must('POST /releases/{release}/pause', { params: { release: other.id }, body: { reason: 'for a test' } });
  for (const [of, locale] of [
    [release, 'en-US'],
    [release, 'de'],
    [other.id, 'en-US'],
  ] as const) {
    await api.must('PUT /releases/{release}/notes/{locale}', {
      params: { release: of, locale },
      body: { text: 'Faster' },
    });
  }
  const template = { scmIntegrationId: sample.scm.id, baseBranch: 'main', targets: body.targets };
  const trains: string[] = [];
  for (const name of ['Fortnightly', 'Weekly']) {
    const train = { service: 'payment-api', name, timeZone: 'Europe/Berlin', rrule: 'FREQ=WEEKLY', template };
    trains.push((await api.must('POST /trains', { body: train as NewTrain })).id);
  }
  return {
    things: {
      approval,
      integrationId: sample.scm.id,
      kind: 'scm',
      locale: 'en-US',
      pilot,
      pipeline: sample.jenkins.id,
      release,
      store: body.targets[0] ?? '',
      target: body.targets[0],
      train: trains[0] ?? '',
    },
    others: { release: other.id, kind: 'targets', store: body.targets[1] ?? '' },
  };
}

async function inCatalog(api: Admin) {
  const { items: components } = await api.must('GET /components');
  const [component = '', another = ''] = components.map(({ id }) => id);
  for (const [of, tag, digest] of [
    [component, 'v1.5.0', LATER_DIGEST],
    [component, 'v1.5.0', DIGEST],
    [component, 'v1.4.0', DIGEST],
    [another, 'v1.5.0', DIGEST],
  ] as const) {
    await api.must('PUT /components/{component}/versions/{tag}', { params: { component: of, tag }, body: { digest } });
  }
  const { items: repositories } = await api.must('GET /repositories');
  const { items: runbooks } = await api.must('GET /runbooks', { query: { service: 'payment-api' } });
  for (const { id: runbook } of runbooks) {
    const changed = { params: { runbook }, body: { content: `# Changed\n\n${runbook}` } };
    await api.must('PATCH /runbooks/{runbook}', changed);
  }
  const [runbook = '', otherRunbook = ''] = runbooks.map(({ id }) => id);
  return {
    things: {
      component,
      digest: DIGEST,
      repository: repositories[0]?.id ?? '',
      revision: '1',
      runbook,
      author: runbooks[0]?.createdBy.id ?? '',
      service: 'payment-api',
      tag: 'v1.5.0',
    },
    others: { component: another, runbook: otherRunbook, digest: LATER_DIGEST },
  };
}

/** Environments of two tiers, some of them stopped; their targets; agents, one of them registered; freeze windows for all and for some. */
async function inEnvironments(api: Admin, components: readonly string[]) {
  const made: string[] = [];
  for (const [name, tier, reason] of [
    ['prod', 'PRODUCTION', 'a fire'],
    ['prod-2', 'PRODUCTION', undefined],
    ['test', 'TESTING', 'a flood'],
  ] as const) {
    const { id: environment } = await api.must('POST /environments', { body: { name, tier, order: made.length } });
    made.push(environment);
    const stop = { params: { environment }, body: { reason: reason ?? '' } };
    if (reason !== undefined) await api.must('POST /environments/{environment}/stop', stop);
  }
  const [environment = '', other = ''] = made;
  // A second version of its approval policy.
  await api.must('PATCH /environments/{environment}', { params: { environment }, body: { requiredApprovals: 1 } });
  const targets: string[] = [];
  for (const [name, environmentId, componentId, type, region] of [
    ['web-1', environment, components[0], 'KUBERNETES', 'eu'],
    ['web-2', environment, components[1], 'KUBERNETES', 'us'],
    ['web-3', other, components[0], 'SHELL', 'eu'],
  ] as const) {
    const body = { name, environmentId, componentId: componentId ?? '', type, labels: { region } };
    targets.push((await api.must('POST /targets', { body })).id);
  }
  const [targetId = '', otherTarget = ''] = targets;
  const agents: string[] = [];
  for (const [name, environmentIds, isRegistered] of [
    ['agent-1', [environment], true],
    ['agent-2', [environment], false],
    ['agent-3', [other], false],
  ] as const) {
    const { id, joinToken } = await api.must('POST /agents', { body: { name, environmentIds: [...environmentIds] } });
    agents.push(id);
    const body = { joinToken: joinToken ?? '', version: '1.0.0', capabilities: ['docker'] };
    if (isRegistered) await api.must('POST /agents/register', { body });
  }
  const [, agent = '', otherAgent = ''] = agents;
  const nightly = { rrule: 'FREQ=DAILY', dtstart: '2026-01-01T22:00', duration: 'PT8H' };
  const windows: string[] = [];
  for (const over of [
    { name: 'All' },
    { name: 'Some', environments: [environment], services: ['payment-api'], effect: 'ALLOW' as const },
    { name: 'Others', environments: [other], services: ['auth-service'], isActive: false },
  ]) {
    windows.push((await api.must('POST /freeze-windows', { body: { ...nightly, ...over } })).id);
  }
  const [, freezeWindow = '', otherWindow = ''] = windows;
  return {
    things: { environment, freezeWindow, targetId, agent },
    others: { environment: other, freezeWindow: otherWindow, targetId: otherTarget, agent: otherAgent },
  };
}

/** Something happens for a moment after each change: messages are sent, entries sealed. */
async function calm(stack: TestStack, release: string, webhook: string): Promise<void> {
  const api = stack.as('admin');
  const state = async () =>
    JSON.stringify([
      await api.must('GET /releases/{release}/notifications', { params: { release }, query: { limit: 100 } }),
      await api.must('GET /audit', { query: { limit: 1 } }),
      await api.must('GET /webhooks/{webhook}/deliveries', { params: { webhook } }),
    ]);
  let known = '';
  let same = 0;
  await until(
    state,
    (now) => {
      same = now === known && !now.includes('"status":"PENDING"') ? same + 1 : 0;
      known = now;
      return same === 25;
    },
    PATIENCE_MS,
  );
}

/** Things that a test asks about, others of the same kinds, and the end of the servers that they need. */
export interface World {
  readonly things: Things;
  readonly others: Things;
  readonly stop: () => Promise<void>;
}

/** Ids that filters name. */
async function namesIn(api: Admin) {
  const me = await api.must('GET /me');
  const service = await api.must('GET /services/{service}', { params: { service: 'payment-api' } });
  const other = await api.must('GET /services/{service}', { params: { service: 'auth-service' } });
  const teamId = service.teamId ?? '';
  return { admin: me.actor.id, serviceId: service.id, otherServiceId: other.id, teamId };
}

export async function worldOf(stack: TestStack): Promise<World> {
  const api = stack.as('admin');
  const begin = new Date().toISOString();
  const names = await namesIn(api);
  const account = await inAccounts(api, stack.url);
  const catalog = await inCatalog(api);
  const environments = await inEnvironments(api, [catalog.things.component, catalog.others.component]);
  const middle = new Date().toISOString();
  const releases = await inReleases(api);
  const services = { [names.serviceId]: 'payment-api', [names.otherServiceId]: 'auth-service' };
  await inStores(stack, services, [releases.things.store, releases.others.store], releases.things.release);
  const places = [environments.things.environment, environments.others.environment];
  const deployments = await inDeployments(api, releases.things.release, places, begin);
  const evidence = await inEvidence(stack, [deployments.things.promotion, deployments.others.promotion]);
  const targets = [environments.things.targetId ?? '', environments.others.targetId ?? ''];
  const tasks = await inTasks(stack, deployments.things.deployment, targets);
  await calm(stack, releases.things.release, account.things.webhook ?? '');
  const none = '0192f000-0000-7000-8000-00000000dead';
  return {
    things: {
      ...{ delivery: none, identity: none, notification: none, passkey: none, signIn: none },
      ...{ team: 'backend', user: 'dev', q: 'payment-api', begin, middle },
      ...names,
      ...account.things,
      ...catalog.things,
      ...environments.things,
      ...releases.things,
      ...deployments.things,
      ...evidence.things,
      ...tasks,
    },
    others: {
      ...{ team: 'platform', user: 'ada' },
      ...account.others,
      ...catalog.others,
      ...environments.others,
      ...releases.others,
      ...deployments.others,
      ...evidence.others,
    },
    stop: account.stop,
  };
}
