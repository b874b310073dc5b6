// The integrations of the sample tenant, pointing at the stand-ins; lists show those of a kind in this order. Their credentials
// are valid for the stand-ins and for nothing else; the webhook secrets are public so that the API tour can sign with them.
import { generateKeyPairSync } from 'node:crypto';
import type { Client, Input, Output } from '../../../functions/client.ts';
import type { JsonObject } from '../contracts.ts';
import type { IdsByName } from './ensure.ts';

export const WEBHOOK_SECRET = 'local-webhook-secret';
export const SLACK_SIGNING_SECRET = 'local-slack-signing-secret';
/** The chat identity of the sample tenant's lead. */
export const LEAD_SLACK_ID = 'U0LEAD';

export interface SampleIntegration {
  readonly segment: 'scm' | 'targets' | 'pipelines' | 'communications' | 'tickets' | 'registries';
  readonly name: string;
  readonly type: string;
  /** `ids` are those of the integrations before it, which a pipeline names. */
  readonly config: (ids: IdsByName) => JsonObject;
  readonly credentials: () => JsonObject;
}

const pemOf = (kind: 'ec' | 'rsa'): string => {
  const { privateKey } =
    kind === 'ec'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
};

const repository = { owner: 'acme', repository: 'sample-app' };

/** In an order in which what a pipeline names comes before it. */
export function sampleIntegrations(url: string): readonly SampleIntegration[] {
  const at = (service: string) => `${url}/_local/${service}`;
  return [
    {
      segment: 'scm',
      name: 'Acme on GitHub',
      type: 'GITHUB',
      config: () => ({ baseUrl: at('github'), ...repository }),
      credentials: () => ({ token: 'ghp_localSample', webhookSecret: WEBHOOK_SECRET }),
    },
    {
      segment: 'targets',
      name: 'App Store',
      type: 'APP_STORE',
      config: () => ({ baseUrl: at('app-store'), appId: '1234567890' }),
      credentials: () => ({
        issuerId: '57246542-96fe-1a63-e053-0824d011072a',
        keyId: '2X9R4HXF34',
        privateKey: pemOf('ec'),
        webhookSecret: WEBHOOK_SECRET,
      }),
    },
    {
      segment: 'targets',
      name: 'Play Store',
      type: 'PLAY_STORE',
      config: () => ({
        baseUrl: at('play-store'),
        tokenUrl: `${at('play-store')}/token`,
        packageName: 'com.acme.sample',
      }),
      credentials: () => ({
        clientEmail: 'windlass@acme.iam.gserviceaccount.com',
        privateKey: pemOf('rsa'),
      }),
    },
    {
      segment: 'pipelines',
      name: 'iOS on Jenkins',
      type: 'JENKINS',
      config: (ids) => ({
        baseUrl: at('jenkins'),
        jobPath: 'mobile/ios-release',
        scmIntegrationId: ids['Acme on GitHub'] ?? '',
        targetIntegrationId: ids['App Store'] ?? '',
      }),
      credentials: () => ({ username: 'windlass', apiToken: '11localSample', webhookSecret: WEBHOOK_SECRET }),
    },
    {
      segment: 'pipelines',
      name: 'Android on GitHub Actions',
      type: 'GITHUB_ACTIONS',
      config: (ids) => ({
        baseUrl: at('github'),
        ...repository,
        workflow: 'android-release.yml',
        scmIntegrationId: ids['Acme on GitHub'] ?? '',
        targetIntegrationId: ids['Play Store'] ?? '',
      }),
      credentials: () => ({ token: 'ghp_localSample', webhookSecret: WEBHOOK_SECRET }),
    },
    {
      segment: 'communications',
      name: 'Acme on Slack',
      type: 'SLACK',
      config: () => ({
        baseUrl: at('slack'),
        channels: { releases: 'C0RELEASES', builds: 'C00BUILDS', approvals: 'C0APPROVALS' },
      }),
      credentials: () => ({ botToken: 'xoxb-local-sample', signingSecret: SLACK_SIGNING_SECRET }),
    },
    {
      segment: 'communications',
      name: 'Acme by mail',
      type: 'EMAIL',
      config: () => ({
        fromAddress: 'releases@acme.example',
        fromName: 'Acme releases',
        recipients: { releases: ['team@acme.example', 'ada@acme.example'], incidents: ['oncall@acme.example'] },
      }),
      credentials: () => ({}),
    },
    {
      segment: 'tickets',
      name: 'Acme on Jira',
      type: 'JIRA',
      config: () => ({ baseUrl: at('jira'), projectKey: 'APP' }),
      credentials: () => ({ email: 'windlass@acme.example', apiToken: 'localSample' }),
    },
    {
      segment: 'tickets',
      name: 'Acme on Linear',
      type: 'LINEAR',
      config: () => ({ baseUrl: at('linear'), teamKey: 'APP' }),
      credentials: () => ({ apiKey: 'lin_api_localSample' }),
    },
    {
      segment: 'registries',
      name: 'Acme registry',
      type: 'OCI_REGISTRY',
      config: () => ({ baseUrl: at('registry') }),
      credentials: () => ({ username: 'windlass', password: 'localSample', webhookSecret: WEBHOOK_SECRET }),
    },
  ];
}

type Integration = Output<'GET /integrations/{kind}'>['items'][number];
type NewIntegration = Input<'POST /integrations/{kind}'>['body'];
const VERIFY = 'POST /integrations/{kind}/{integrationId}/verify';

/** Of the sample integrations, by name. */
type Ids = Record<string, string>;

/** The sample as it is to be from now on: on another port than last time the stand-ins have moved. */
async function adapt(
  api: Client,
  { segment, name, config, credentials }: SampleIntegration,
  known: Integration,
  ids: Ids,
) {
  ids[name] = known.id;
  const wanted = config(ids);
  const params = { kind: segment, integrationId: known.id };
  const isMoved = Object(known.config).baseUrl !== wanted.baseUrl;
  const body = { config: wanted, credentials: credentials() };
  const item = isMoved ? await api.must('PATCH /integrations/{kind}/{integrationId}', { params, body }) : known;
  if (item.verificationStatus !== 'VALID') await verify(api, params, name);
}

async function create(api: Client, { segment, name, type, config, credentials }: SampleIntegration, ids: Ids) {
  const body = { name, type, config: config(ids), credentials: credentials() } as NewIntegration;
  const { id } = await api.must('POST /integrations/{kind}', { params: { kind: segment }, body });
  ids[name] = id;
  await verify(api, { kind: segment, integrationId: id }, name);
}

async function verify(api: Client, params: Input<typeof VERIFY>['params'], name: string): Promise<void> {
  const verified = await api.must(VERIFY, { params });
  if (verified.verificationStatus !== 'VALID') throw new Error(`${name}: ${verified.verificationError}`);
}

async function ensureSegment(api: Client, samples: readonly SampleIntegration[], ids: Ids): Promise<void> {
  const params = { kind: samples[0]?.segment ?? '' };
  const { items } = await api.must('GET /integrations/{kind}', { params, query: { limit: 100 } });
  const known = new Map(items.map((item) => [item.name, item]));
  await Promise.all(
    samples.map((sample) => {
      const item = known.get(sample.name);
      return item && adapt(api, sample, item, ids);
    }),
  );
  // Lists show the oldest first, so new ones are made one after the other.
  for (const sample of samples) if (!known.has(sample.name)) await create(api, sample, ids);
}

/** Creates the integrations that do not exist, leads the others to `url`, and verifies them all. */
export async function ensureIntegrations(api: Client, url: string): Promise<void> {
  const ids: Ids = {};
  const { pipelines = [], ...others } = Object.groupBy(sampleIntegrations(url), ({ segment }) => segment);
  await Promise.all(Object.values(others).map((samples) => ensureSegment(api, samples, ids)));
  await ensureSegment(api, pipelines, ids);
}
