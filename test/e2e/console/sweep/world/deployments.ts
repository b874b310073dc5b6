// A target with an agent that reports on it, and a deployment there that was taken back, with its stages and metrics,
// and with the hold of automatic promotions after that.
import { createClient } from '../../../../../functions/client.ts';
import { until } from '../../../../support/stack.ts';
import { type Making, rewrite } from './making.ts';

interface Place {
  readonly service: string;
  readonly componentId: string;
  readonly environmentId: string;
}

const DIGEST = `sha256:${'d'.repeat(64)}`;

async function makeTarget({ stack, admin, words, shown }: Making, { service, componentId, environmentId }: Place) {
  const target = { 'name of a target': words('web-1', 100), 'label of a target': words('Rack 7', 100) };
  const { id } = await admin.must('POST /targets', {
    body: {
      ...{ environmentId, componentId, name: target['name of a target'], type: 'DOCKER_HOST' },
      connection: { host: 'web-1.acme.example' },
      credentials: { token: 'secret' },
      labels: { place: target['label of a target'] },
    },
  });
  await rewrite(stack.operator, ({ targetId, connection }) => targetId?.S === id && connection, {
    currentDigest: `sha256:${'c'.repeat(64)}`,
    currentServiceId: (await admin.must('GET /services/{service}', { params: { service } })).id,
  });
  shown(`environments/${environmentId}`, target);
  shown(`targets/${id}`, target);
  return id;
}

/** An agent that registered, and reports a problem of its own, and one and another digest of the target. */
async function makeAgent(making: Making, place: Place): Promise<void> {
  const { stack, admin, words, shown } = making;
  const targetId = await makeTarget(making, place);
  const { environmentId } = place;
  const agent = { 'name of an agent': words('rack-7', 100) };
  const problem = { 'problem of an agent': words('The disk is nearly full.', 300) };
  const health = { 'health of a target': words('The container restarts.', 300) };
  const { id, joinToken } = await admin.must('POST /agents', {
    body: { name: agent['name of an agent'], environmentIds: [environmentId], labels: { rack: '7' } },
  });
  const open = createClient({ url: stack.url, tenant: stack.credentials.tenant.slug });
  const said = { version: '1.0.0', capabilities: ['docker'] };
  const { credential: token } = await open.must('POST /agents/register', {
    body: { joinToken: joinToken ?? '', ...said },
  });
  await createClient({ url: stack.url, tenant: stack.credentials.tenant.slug, token }).must(
    'POST /agents/{agent}/sync',
    {
      params: { agent: id },
      body: {
        ...said,
        problem: problem['problem of an agent'],
        targets: [{ targetId, healthStatus: 'UNHEALTHY', detail: health['health of a target'], digest: DIGEST }],
      },
    },
  );
  shown('agents', { ...agent, ...problem });
  shown(`agents/${id}`, { ...agent, ...problem });
  shown(`targets/${targetId}`, health);
  shown(`environments/${environmentId}`, health);
}

export async function makeDeployments(making: Making, place: Place): Promise<void> {
  const { admin, words, shown } = making;
  await makeAgent(making, place);
  const version = { 'version of a deployment': words('1.2.0', 100).replaceAll(/[\s#]/gu, '_') };
  const more = {
    'reason of a deployment': words('The new checkout.', 300),
    'output of a stage': words('1 of 9 tests failed', 300),
    'unit of a metric': words('percent', 30),
  };
  const about = { environment: place.environmentId, service: place.service };
  const { id } = await admin.must('POST /deployments', {
    body: {
      ...about,
      version: version['version of a deployment'],
      ...{ sha: 'c'.repeat(40), digest: DIGEST, strategy: 'CANARY', externalId: '7', repository: 'acme/shop' },
      reason: more['reason of a deployment'],
      url: 'https://deploy.acme.example/7',
      startedAt: '2026-11-30T08:00:00Z',
      finishedAt: '2026-11-30T08:05:00Z',
    },
  });
  const params = { deployment: id };
  await admin.must('PATCH /deployments/{deployment}/stages/{stage}', {
    params: { ...params, stage: 'smoke_test' },
    body: { status: 'FAILED', output: more['output of a stage'] },
  });
  const unit = more['unit of a metric'];
  await admin.must('POST /deployments/{deployment}/metrics', {
    params,
    body: {
      metrics: [0.2, 0.1, 4.5].map((value, minute) => ({
        ...{ name: 'error_rate', value, unit },
        recordedAt: `2026-11-30T08:0${minute}:00Z`,
      })),
    },
  });
  const hold = { 'reason of a rollback': words('Cards are refused.', 300) };
  const back = await admin.must('POST /deployments', {
    body: { ...about, version: '1.1.0', rollbackOf: id, reason: hold['reason of a rollback'] },
  });
  await until(
    () => admin.must('GET /promotion-holds'),
    ({ items }) => items.length > 0,
  );
  shown('automatic-promotions', { ...version, ...hold });
  shown('deployments', version);
  shown(`deployments/${id}`, { ...version, ...more });
  shown(`deployments/${back.id}`, {});
}
