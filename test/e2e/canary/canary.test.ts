// Secrets stay where they are sealed: after a whole release, a life of an integration of every type, failures and refused
// requests, no credential is in any answer, log, event, history or message, nor anywhere in the bytes of the data directory.
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTEGRATION_TYPES } from '../../../entities/integrations/types/integration-types.ts';
import type { JsonObject } from '../../../infra/local/contracts.ts';
import { driveRelease } from '../../../infra/local/demo/release-driver.ts';
import { type Credentials, readCredentials } from '../../../infra/local/seed/credentials.ts';
import { sampleIntegrations } from '../../../infra/local/seed/sample-integrations.ts';
import { start, terminate } from '../../support/launch.ts';
import { operatorOf } from '../../support/operator.ts';
import { rawRequest } from '../../support/raw-request.ts';
import { temporaryDirectory } from '../../support/scratch/temporary-directory.ts';
import { canaryNeedles, needlesFor } from '../../support/services/canary-secrets.ts';
import { type Body, until } from '../../support/stack.ts';
import { ALL_TYPES, type Toured, tourAllTypes } from './canary-integrations.ts';
import { type CanaryService, startCanaryService } from './canary-service.ts';

const data = join(temporaryDirectory(), 'data');
/** Fields of credentials that are names, not secrets: they may be seen. */
const NAMES = ['username', 'email', 'clientEmail', 'issuerId', 'keyId'];
const ROTATED = 'canary-rotated-5e1f';
const REFUSED = 'canary-refused-77ac';

const rotatedKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** Every secret there is, by what it is; those of several lines by their longest one. */
function secretsOf(tokens: Credentials['tokens']): Map<string, string> {
  const secrets = new Map<string, string>(
    Object.entries(tokens).map(([name, token]) => [`the token of ${name}`, token]),
  );
  for (const { name, credentials } of sampleIntegrations('http://127.0.0.1')) {
    for (const [field, value] of Object.entries(credentials())) {
      // Private keys are made anew each time; every one has this line.
      if (field === 'privateKey') secrets.set('a private key', 'BEGIN PRIVATE KEY');
      else if (!NAMES.includes(field)) secrets.set(`${field} of ${name}`, String(value));
    }
  }
  secrets.set('the rotated private key', rotatedKey.split('\n')[5] ?? '');
  secrets.set('the rotated token', ROTATED);
  secrets.set('the refused token', REFUSED);
  for (const [name, secret] of [...secrets]) {
    for (const [spelled, needle] of needlesFor(name, secret)) secrets.set(spelled, needle);
  }
  secrets.set("Jenkins's Basic credential", btoa('windlass:11localSample'));
  secrets.set("Jira's Basic credential", btoa('windlass@acme.example:localSample'));
  return secrets;
}

/** Everything that was answered, printed or recorded, by where it was seen. */
const seen = new Map<string, string>();
const note = (where: string, text: string) => seen.set(where, `${seen.get(where) ?? ''}\n${text}`);

let credentials: Credentials;
let secrets: Map<string, string>;
let service: CanaryService;
let toured: Toured;

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Body> {
  const { url, tenant, tokens } = credentials;
  const request = { method, token: tokens.admin, body, headers };
  const reply = await rawRequest(`${url}/api/v1/${tenant.slug}${path}`, request);
  // A webhook's secret is told where it is made, once and nowhere else.
  const told = typeof reply.body?.secret === 'string' ? [reply.body.secret] : [];
  for (const secret of told) remember(`a webhook's secret of ${method} ${path}`, secret);
  note(
    `the answer to ${method} ${path.replace(/[\da-f-]{36}/g, 'ID')}`,
    `${told.reduce((text, secret) => text.replace(`"secret":"${secret}"`, ''), reply.text)}${JSON.stringify([...reply.headers])}`,
  );
  return reply.body;
}

function remember(name: string, secret: string): void {
  for (const [spelled, needle] of needlesFor(name, secret.replace('whsec_', ''))) secrets.set(spelled, needle);
}

/** One that takes every event there is and one that refuses them, with what rotation tells. */
async function webhooks(): Promise<readonly Body[]> {
  const made: Body[] = [];
  for (const path of ['/hook', '/REFUSED']) {
    const wanted = { url: `${service.url}${path}`, events: ['*'] };
    const once = { 'idempotency-key': `canary${path}` };
    const { id } = await ask('POST', '/webhooks', wanted, once);
    made.push(await ask('POST', '/webhooks', wanted, once));
    await ask('POST', `/webhooks/${id}/rotate`);
  }
  return made;
}

/** Every type of integration among webhooks, until all that is said of them has come. */
async function tourIntegrations(): Promise<void> {
  const [scm] = (await ask('GET', '/integrations/scm')).items;
  const [target] = (await ask('GET', '/integrations/targets')).items;
  const made = await webhooks();
  const ids = { scmIntegrationId: scm.id, targetIntegrationId: target.id };
  toured = await tourAllTypes({ ask, outside: `${credentials.url}/_local`, service, ...ids });
  for (const [name, needle] of canaryNeedles(toured.credentials)) secrets.set(name, needle);
  const gone = () => service.posted.filter((body) => body.includes('"type":"IntegrationDeleted"'));
  await until(
    async () => gone().length,
    (count) => count === ALL_TYPES.length,
  );
  note('what a webhook was posted', service.posted.join('\n'));
  for (const { id } of made) {
    for (const path of [`/webhooks/${id}`, `/webhooks/${id}/deliveries?limit=100`]) await ask('GET', path);
  }
  await ask('GET', '/webhooks');
}

/** Rotations, refused requests and failing services: where credentials slip into messages. */
async function misuse(): Promise<void> {
  const { url, tenant } = credentials;
  const [scm] = (await ask('GET', '/integrations/scm')).items;
  const targets = (await ask('GET', '/integrations/targets')).items;
  const [jenkins] = (await ask('GET', '/integrations/pipelines')).items.filter(({ type }: Body) => type === 'JENKINS');
  const play = targets.find(({ type }: Body) => type === 'PLAY_STORE');
  await ask('PATCH', `/integrations/targets/${play.id}`, {
    credentials: { clientEmail: 'windlass@acme.iam.gserviceaccount.com', privateKey: rotatedKey },
  });
  await ask('POST', `/integrations/targets/${play.id}/verify`);
  await ask('PATCH', `/integrations/scm/${scm.id}`, { credentials: { token: ROTATED, webhookSecret: ROTATED } });
  // The stand-in does not know the new token, and says so.
  await ask('POST', `/integrations/scm/${scm.id}/verify`);
  const fault = { method: 'PUT', body: '{"rate":1,"status":401}' };
  await fetch(`${url}/_local/faults/jenkins`, fault);
  await ask('POST', `/integrations/pipelines/${jenkins.id}/verify`);
  const { name, type, config } = scm;
  const refused = { token: REFUSED, webhookSecret: REFUSED };
  await ask('POST', '/integrations/scm', { name, type, config, credentials: refused });
  await ask('POST', '/integrations/scm', { name: 'x', type, config, credentials: { ...refused, token: [REFUSED] } });
  await ask('POST', '/integrations/scm', { name: 'x', type, config, credentials: { secretKey: REFUSED } });
  await ask('POST', '/integrations/scm', `{"credentials":{"token":"${REFUSED}"`);
  await ask('GET', `/integrations/scm?cursor=${REFUSED}`);
  const hook = `${url}/api/v1/${tenant.slug}/hooks/${jenkins.id}`;
  for (const token of ['local-webhook-secret', REFUSED]) {
    note('the answer to a hook', (await rawRequest(hook, { method: 'POST', token, body: { name: 'x' } })).text);
  }
}

async function readAll(releaseId: string): Promise<void> {
  for (const segment of ['scm', 'targets', 'pipelines', 'communications', 'tickets']) {
    const { items } = await ask('GET', `/integrations/${segment}`);
    for (const { id } of items) await ask('GET', `/integrations/${segment}/${id}`);
  }
  const others = [
    '/me',
    '/members',
    '/users',
    '/tenant',
    '/teams',
    '/invitations',
    '/notifications',
    '/releases',
    `/releases/${releaseId}`,
    `/releases/${releaseId}/activity?limit=100`,
  ];
  for (const path of [...others, '/approvals?status=APPROVED']) await ask('GET', path);
  const { url } = credentials;
  for (const name of ['inbox?limit=100000', 'outputs', 'faults', 'metrics']) {
    note(`/_local/${name}`, await (await fetch(`${url}/_local/${name}`)).text());
  }
  const outputs = (await (await fetch(`${url}/_local/outputs`)).json()) as Body;
  const operator = operatorOf(url);
  const { stateMachines } = await operator.call('AWSStepFunctions.ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = await operator.call('AWSStepFunctions.ListExecutions', { stateMachineArn });
    for (const { executionArn } of executions) {
      const history = { executionArn, maxResults: 1000 };
      note('the history', JSON.stringify(await operator.call('AWSStepFunctions.GetExecutionHistory', history)));
    }
  }
  note('the table', JSON.stringify(await operator.call('DynamoDB_20120810.Scan', { TableName: outputs.TableName })));
}

/** Every value of every table of the runtime's own store. */
function dump(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) => db.prepare(`SELECT * FROM "${name}"`).all());
  db.close();
  return JSON.stringify(rows);
}

beforeAll(async () => {
  const stack = await start('--brief', '--verbose', '--port', '0', '--data', data);
  try {
    credentials = readCredentials(data);
    secrets = secretsOf(credentials.tokens);
    service = await startCanaryService();
    const { id } = await driveRelease({ credentials, version: '8.0.0', say: () => {} });
    await misuse();
    await tourIntegrations();
    await readAll(id);
  } finally {
    service?.close();
    const { stdout, stderr } = await terminate(stack);
    note('what the stack printed', stdout + stderr);
  }
  note('runtime.sqlite', dump(join(data, 'runtime.sqlite')));
}, 240_000);
afterAll(() => rmSync(join(data, '..'), { recursive: true, force: true }));

const namesIn = (text: string): string[] =>
  [...secrets].flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

/** All files below the data directory but those that hold secrets by their purpose. */
function files(): string[] {
  const all = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return all
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => file !== join(data, 'credentials.json'));
}

describe('no secret', () => {
  it('is searched for in vain: each is found where it belongs', () => {
    expect(namesIn(readFileSync(join(data, 'credentials.json'), 'utf8'))).toHaveLength(5);
    expect(namesIn(JSON.stringify(toured.credentials)).length).toBeGreaterThanOrEqual(5);
    const sample: JsonObject[] = sampleIntegrations('http://127.0.0.1').map((each) => each.credentials());
    expect(namesIn(JSON.stringify(sample)).length).toBeGreaterThanOrEqual(6);
    expect([...secrets.values()].filter((secret) => secret.length < 8)).toEqual([]);
  });

  it.each(ALL_TYPES.filter((type) => type !== 'EMAIL'))('is in the words with which %s refuses it', (type) => {
    const reasons = toured.refusals.get(type)?.map(({ verificationError }) => verificationError);
    const fields = Object.keys(INTEGRATION_TYPES[type].credentials.unwrap().shape);
    expect(reasons).toEqual(fields.map(() => expect.stringContaining('[redacted]')));
  });

  it('is in what was answered, printed, logged or recorded', () => {
    expect(seen.size).toBeGreaterThan(25);
    expect(seen.get('the history')).toContain('TaskStateEntered');
    expect(seen.get('/_local/inbox?limit=100000')).toContain('chat.postMessage');
    const found = [...seen].flatMap(([where, text]) => namesIn(text).map((name) => `${name} is in ${where}`));
    expect(found).toEqual([]);
  });

  it('is in the bytes of any file of the data directory', () => {
    const searched = files();
    for (const name of ['table.sqlite', 'runtime.sqlite']) expect(searched).toContain(join(data, name));
    const found = searched.flatMap((file) => {
      const bytes = readFileSync(file);
      return [...secrets].flatMap(([name, secret]) => (bytes.includes(secret) ? [`${name} is in ${file}`] : []));
    });
    expect(found).toEqual([]);
  });
});
