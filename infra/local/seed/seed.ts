// Gives a data directory its tenant, credentials.json and sample data. Called by start.ts at every start, once the runtime
// takes requests. Existing data is kept: the next start finishes what a killed one began, and a stamp says that it is complete.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient, type Input, type Output } from '../../../functions/client.ts';
import type { FunctionInvoker } from '../contracts.ts';
import { fetchWithPatience } from './patience.ts';
import { LEAD_SLACK_ID, type SampleIntegration, sampleIntegrations } from './sample-integrations.ts';

export interface SeedOptions {
  readonly url: string;
  readonly data: string;
  readonly empty: boolean;
  readonly invoke: FunctionInvoker;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
}

export interface Credentials {
  readonly url: string;
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly tokens: Readonly<Record<'admin' | 'lead' | 'developer' | 'viewer' | 'ci', string>>;
}

const MEMBERS = [
  { role: 'ADMIN', fullName: 'Ada Admin' },
  { role: 'LEAD', fullName: 'Lena Lead', slackUserId: LEAD_SLACK_ID },
  { role: 'DEVELOPER', fullName: 'Dev Developer' },
  { role: 'VIEWER', fullName: 'Vera Viewer' },
  { role: 'CI', fullName: 'CI' },
] as const;

const REFUSED = 401;

type Integration = Output<'GET /integrations/{kind}/{integrationId}'>;
type NewIntegration = Input<'POST /integrations/{kind}'>['body'];
const VERIFY = 'POST /integrations/{kind}/{integrationId}/verify';

/** Of the sample integrations, by name. */
type Ids = Record<string, string>;

interface Bootstrapped {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly tokens: readonly { readonly role: string; readonly token: string }[];
}

export const credentialsFile = (data: string): string => join(data, 'credentials.json');

export const readCredentials = (data: string): Credentials =>
  JSON.parse(readFileSync(credentialsFile(data), 'utf8')) as Credentials;

/** Undefined while the tenant of before is being deleted: its removal goes on with this start. */
async function bootstrap({ url, invoke, outputs }: SeedOptions): Promise<Credentials | undefined> {
  const name = outputs.BootstrapFunctionName ?? '';
  const input = {
    task: 'bootstrapTenant',
    slug: 'acme',
    name: 'Acme',
    members: MEMBERS.map((member) => ({ ...member })),
  };
  const result = await invoke.invoke(name, input);
  if (!result.ok && result.errorType === 'tenant.slug_taken') return undefined;
  if (!result.ok) throw new Error(`the bootstrap function failed: ${result.errorType}: ${result.errorMessage}`);
  const { tenant, tokens } = result.payload as unknown as Bootstrapped;
  const byRole = Object.fromEntries(tokens.map(({ role, token }) => [role.toLowerCase(), token]));
  return { url, tenant, tokens: byRole as Credentials['tokens'] };
}

/** The file is for its owner alone; a later start on another port only changes the URL. */
function write(data: string, credentials: Credentials): void {
  writeFileSync(credentialsFile(data), `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

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

async function ensureSampleData(api: Client, url: string): Promise<void> {
  const ids: Ids = {};
  const { pipelines = [], ...others } = Object.groupBy(sampleIntegrations(url), ({ segment }) => segment);
  await Promise.all(Object.values(others).map((samples) => ensureSegment(api, samples, ids)));
  await ensureSegment(api, pipelines, ids);
}

/** A client of the sample tenant, patient while the runtime starts. */
export const clientOf = ({ url, tenant, tokens }: Credentials, name: keyof Credentials['tokens']): Client =>
  createClient({ url, tenant: tenant.id, token: tokens[name], send: fetchWithPatience });

/** Those of the file, unless an operator has deleted their tenant. */
async function knownCredentials({ url, data, empty }: SeedOptions): Promise<Credentials | undefined> {
  if (!existsSync(credentialsFile(data))) return undefined;
  const known = { ...readCredentials(data), url };
  if (empty) return known;
  const { status } = await clientOf(known, 'admin').call('GET /me');
  return status === REFUSED ? undefined : known;
}

/** The tenant, the URL and the sources that the sample data was made of: with another one of these it is looked at again. */
function stampOf({ url, tenant }: Credentials): string {
  const sources = ['seed.ts', 'sample-integrations.ts'].map((name) => readFileSync(join(import.meta.dirname, name)));
  const hash = createHash('sha256').update(`${tenant.id} ${url} `);
  for (const source of sources) hash.update(source);
  return hash.digest('hex');
}

export async function seed(options: SeedOptions): Promise<void> {
  const { url, data, empty, log } = options;
  const known = await knownCredentials(options);
  const credentials = known ?? (await bootstrap(options));
  if (!credentials)
    return log('the tenant of the sample data is being deleted; the first start after that creates another');
  write(data, credentials);
  if (empty) return;
  const stampFile = join(data, 'seed.stamp');
  const stamp = stampOf(credentials);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  rmSync(stampFile, { force: true });
  await ensureSampleData(clientOf(credentials, 'admin'), url);
  writeFileSync(stampFile, stamp, { mode: 0o600 });
  if (!known) log(`sample data is in tenant ${credentials.tenant.slug}; tokens are in ${credentialsFile(data)}`);
}
