// The environments of the sample tenant with some targets and an agent, and the deployments that other systems reported over the last month:
// two of them take another one back.
import type { Client, Input } from '../../../functions/client.ts';
import { type Credentials, clientOf } from './credentials.ts';
import { ensureAll, type IdsByName } from './ensure.ts';
import type { SampleService } from './sample-catalog.ts';

type NewEnvironment = Omit<Input<'POST /environments'>['body'], 'name'>;

const ENVIRONMENTS = {
  development: { displayName: 'Development', tier: 'DEVELOPMENT', order: 10 },
  staging: { displayName: 'Staging', tier: 'STAGING', order: 20, requiredApprovals: 1, soakMinutes: 60 },
  production: { displayName: 'Production', tier: 'PRODUCTION', order: 30, requiredApprovals: 2, requireSod: true },
} as const satisfies Readonly<Record<string, NewEnvironment>>;
type Place = keyof typeof ENVIRONMENTS;

const TARGETS: Readonly<Record<string, { readonly place: Place; readonly component: SampleService }>> = {
  'auth-staging': { place: 'staging', component: 'auth-service' },
  'auth-1': { place: 'production', component: 'auth-service' },
  'auth-2': { place: 'production', component: 'auth-service' },
  'payment-1': { place: 'production', component: 'payment-api' },
};
/** It has never registered. */
const AGENT = 'eu-1';

const STAGES = {
  build: 'Built in 2 minutes.',
  test: '412 tests passed.',
  security_scan: 'No known vulnerability.',
  deploy: '3 of 3 instances replaced.',
  smoke_test: 'GET /health: 200',
} as const;

interface SampleDeployment {
  readonly daysAgo: number;
  readonly service: SampleService;
  /** Of a release; of a rollback it may be older than the first one. */
  readonly version: string;
  readonly place: Place;
  readonly failure?: string;
  /** The name of the deployment that it takes back, and why. */
  readonly takesBack?: readonly [name: string, reason: string];
  /** Values by name, with units; it has the outputs of its stages, too. */
  readonly metrics?: Readonly<Record<string, readonly [value: number, unit: string]>>;
}

const DEPLOYMENTS: Readonly<Record<string, SampleDeployment>> = {
  first: { daysAgo: 22, service: 'auth-service', version: '1.1.0', place: 'development' },
  auth: {
    ...{ daysAgo: 18, service: 'auth-service', version: '1.1.0', place: 'production' },
    metrics: { duration: [312, 's'], cpu_usage: [41, 'percent'], memory_usage: [512, 'MB'] },
  },
  payment: {
    ...{ daysAgo: 14, service: 'payment-api', version: '1.2.0', place: 'production' },
    metrics: { duration: [285, 's'], cpu_usage: [63, 'percent'], memory_usage: [768, 'MB'] },
  },
  dashboard: {
    ...{ daysAgo: 10, service: 'user-dashboard', version: '1.3.0', place: 'production' },
    metrics: { duration: [198, 's'], cpu_usage: [22, 'percent'] },
  },
  'dashboard back': {
    ...{ daysAgo: 6, service: 'user-dashboard', version: '1.2.4', place: 'production' },
    takesBack: ['dashboard', 'The list of invoices stays empty in Safari.'],
  },
  rewrite: { daysAgo: 6, service: 'auth-service', version: '1.5.0', place: 'staging' },
  'rewrite back': {
    ...{ daysAgo: 2, service: 'auth-service', version: '1.1.0', place: 'staging' },
    takesBack: ['rewrite', 'Twice as many sign-ins failed as before.'],
  },
  broken: {
    ...{ daysAgo: 2, service: 'payment-api', version: '1.5.1', place: 'development' },
    failure: 'Smoke test: GET /health answers 503.',
  },
};

const LASTED_MS = 300_000;

export async function ensureEnvironments(credentials: Credentials): Promise<void> {
  const lead = clientOf(credentials, 'lead');
  const query = { limit: 100 };
  const [known, targets, agents, components] = await Promise.all([
    lead.must('GET /environments', { query }),
    lead.must('GET /targets', { query }),
    lead.must('GET /agents', { query }),
    lead.must('GET /components', { query }),
  ]);
  const places = await ensureAll({
    names: Object.keys(ENVIRONMENTS),
    known: known.items,
    nameOf: ({ name }) => name,
    create: (name) => lead.must('POST /environments', { body: { name, ...ENVIRONMENTS[name as Place] } }),
  });
  const componentIds: IdsByName = Object.fromEntries(components.items.map(({ name, id }) => [name, id]));
  await ensureAll({
    names: Object.keys(TARGETS),
    known: targets.items,
    nameOf: ({ name }) => name,
    create: (name) => {
      const { place = '', component = '' } = TARGETS[name] ?? {};
      const body = { name, environmentId: places[place] ?? '', componentId: componentIds[component] ?? '' };
      return lead.must('POST /targets', { body: { ...body, type: 'DOCKER_HOST' } });
    },
  });
  await ensureAll({
    names: [AGENT],
    known: agents.items,
    nameOf: ({ name }) => name,
    create: (name) => lead.must('POST /agents', { body: { name, labels: { region: 'eu' } } }),
  });
  await ensureServer(lead, places.production ?? '');
}

/** A target for releases of services that ship to no store. */
async function ensureServer(lead: Client, environmentId: string): Promise<void> {
  const params = { kind: 'targets' };
  const { items } = await lead.must('GET /integrations/{kind}', { params, query: { limit: 100 } });
  const known = items.find(({ type }) => type === 'SERVER');
  const body = { name: 'Production', type: 'SERVER', config: { environmentId }, credentials: {} } as const;
  const { id } = known ?? (await lead.must('POST /integrations/{kind}', { params, body }));
  await lead.must('POST /integrations/{kind}/{integrationId}/verify', { params: { ...params, integrationId: id } });
}

async function recordDetails(ci: Client, deployment: string, { metrics = {} }: SampleDeployment): Promise<void> {
  const params = { deployment };
  const facts = Object.entries(metrics).map(([name, [value, unit]]) => ({ name, value, unit }));
  if (facts.length === 0) return;
  await ci.must('POST /deployments/{deployment}/metrics', { params, body: { metrics: facts } });
  for (const [stage, output] of Object.entries(STAGES)) {
    const body = { status: 'SUCCEEDED', output } as const;
    await ci.must('PATCH /deployments/{deployment}/stages/{stage}', { params: { ...params, stage }, body });
  }
}

/** Reports the deployments of a day, as CI does, to the function that it answers. */
export function sampleDeployments(credentials: Credentials) {
  const ci = clientOf(credentials, 'ci');
  const ids: Record<string, string> = {};

  async function report(name: string, one: SampleDeployment, at: number): Promise<void> {
    const { service, version, place, failure, takesBack: [original = '', why] = [] } = one;
    const rollbackOf = ids[original];
    const { id } = await ci.must('POST /deployments', {
      body: {
        ...{ service, version, environment: place, status: failure === undefined ? 'SUCCEEDED' : 'FAILED' },
        startedAt: new Date(at - LASTED_MS).toISOString(),
        ...(rollbackOf !== undefined && { rollbackOf }),
        ...((failure ?? why) !== undefined && { reason: failure ?? why }),
        externalId: `run-${Object.keys(DEPLOYMENTS).indexOf(name) + 1}`,
      },
    });
    ids[name] = id;
    await recordDetails(ci, id, one);
  }

  /** `at` is the time of the stage's clock on that day. */
  return async (daysAgo: number, at: number): Promise<void> => {
    const ofDay = Object.entries(DEPLOYMENTS).filter(([, one]) => one.daysAgo === daysAgo);
    await Promise.all(ofDay.map(([name, one]) => report(name, one, at)));
  };
}
