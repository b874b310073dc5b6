// Gives a data directory its tenant, credentials.json and sample data. Called by start.ts at every start, once the runtime
// takes requests. Existing data is kept: the next start finishes what a killed one began, and a stamp says that it is complete.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionInvoker } from '../contracts.ts';
import {
  type Credentials,
  clientOf,
  consoleOf,
  credentialsFile,
  readCredentials,
  writeCredentials,
} from './credentials.ts';
import { ensureCatalog, ensureRunbooks } from './sample-catalog.ts';
import { ensureIntegrations } from './sample-integrations.ts';
import { ensurePeople, FIRST_MEMBERS, SIGN_IN } from './sample-people.ts';
import { type MoveClock, makeReleases } from './sample-releases.ts';

/** `brief` has no releases. */
export type Samples = 'none' | 'brief' | 'all';

export interface SeedOptions {
  readonly url: string;
  readonly data: string;
  readonly samples: Samples;
  readonly invoke: FunctionInvoker;
  readonly outputs: Readonly<Record<string, string>>;
  readonly moveClock: MoveClock;
  readonly log: (line: string) => void;
}

const REFUSED = 401;
const MONTH_MS = 30 * 86_400_000;

interface Bootstrapped {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly tokens: readonly { readonly role: string; readonly token: string }[];
}

/** Undefined while the tenant of before is being deleted: its removal goes on with this start. */
async function bootstrap({ url, invoke, outputs }: SeedOptions): Promise<Credentials | undefined> {
  const name = outputs.BootstrapFunctionName ?? '';
  const input = { task: 'bootstrapTenant', slug: 'acme', name: 'Acme', members: FIRST_MEMBERS };
  const result = await invoke.invoke(name, input);
  if (!result.ok && result.errorType === 'tenant.slug_taken') return undefined;
  if (!result.ok) throw new Error(`the bootstrap function failed: ${result.errorType}: ${result.errorMessage}`);
  const { tenant, tokens } = result.payload as unknown as Bootstrapped;
  const byRole = Object.fromEntries(tokens.map(({ role, token }) => [role.toLowerCase(), token]));
  return { url, tenant, tokens: byRole as Credentials['tokens'] };
}

/** Those of the file, unless an operator has deleted their tenant. */
async function knownCredentials({ url, data, samples }: SeedOptions): Promise<Credentials | undefined> {
  if (!existsSync(credentialsFile(data))) return undefined;
  const known = { ...readCredentials(data), url };
  if (samples === 'none') return known;
  const { status } = await clientOf(known, 'admin').call('GET /me');
  return status === REFUSED ? undefined : known;
}

/** The tenant, the URL and the source of the integrations: with another one of these they are looked at again. */
function stampOf({ url, tenant }: Credentials): string {
  const source = readFileSync(join(import.meta.dirname, 'sample-integrations.ts'));
  return `${tenant.id} ${createHash('sha256').update(url).update(source).digest('hex')}`;
}

/** All but the integrations, once. */
async function ensureTheRest(credentials: Credentials, url: string): Promise<void> {
  const admin = clientOf(credentials, 'admin');
  await ensureCatalog(clientOf(credentials, 'developer'), await ensurePeople(admin, clientOf(credentials), url));
  await ensureRunbooks(clientOf(credentials, 'lead'));
}

async function ensureReleases(credentials: Credentials, moveClock: MoveClock, log: SeedOptions['log']): Promise<void> {
  const { items } = await clientOf(credentials, 'admin').must('GET /releases', { query: { limit: 1 } });
  if (items.length > 0) return;
  log(
    'sample data: ten releases and their deployments of the last month are played, once; this takes about half a minute',
  );
  await makeReleases(credentials, moveClock);
}

async function ensureSamples(options: SeedOptions, credentials: Credentials, moveClock: MoveClock): Promise<void> {
  const { url, data, samples } = options;
  const stampFile = join(data, 'seed.stamp');
  const stamp = stampOf(credentials);
  const before = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : undefined;
  if (before === stamp) return;
  const isComplete = before?.startsWith(credentials.tenant.id) ?? false;
  await ensureIntegrations(clientOf(credentials, 'admin'), url);
  // Not beside them: passwords need the processor for themselves.
  if (!isComplete) await ensureTheRest(credentials, url);
  if (!isComplete && samples === 'all') await ensureReleases(credentials, moveClock, options.log);
  writeFileSync(stampFile, stamp, { mode: 0o600 });
}

export async function seed(options: SeedOptions): Promise<void> {
  const { data, samples, log } = options;
  // The clock never goes back for data that exists.
  const isPast = samples === 'all' && !existsSync(credentialsFile(data));
  const moveClock: MoveClock = isPast ? options.moveClock : async () => {};
  await moveClock(Date.now() - MONTH_MS);
  const credentials = (await knownCredentials(options)) ?? (await bootstrap(options));
  if (!credentials)
    return log('the tenant of the sample data is being deleted; the first start after that creates another');
  writeCredentials(data, credentials);
  if (samples === 'none') return log(`console  ${consoleOf(credentials)}`);
  await ensureSamples(options, credentials, moveClock);
  await moveClock(undefined);
  log(`sample data: tenant ${credentials.tenant.slug}; tokens: ${credentialsFile(data)}`);
  log(`console  ${consoleOf(credentials)}  ${SIGN_IN}`);
}
