// Every invalid input, through gateway and authorizer, gets a 4xx problem that names the mistake, and changes no item of the table. Cases
// of single routes are in test/api.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../infra/local/contracts.ts';
import { problemOf, type RawReply, rawRequest } from '../support/raw-request.ts';
import { releaseBody, type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

const MISSING = '0192f000-0000-7000-8000-000000000000';
const MEGABYTE = 'x'.repeat(1024 * 1024);

let stack: TestStack;
let table: string;
let sample: SampleIntegrations;
let release: Body;
/** Integrations that a release of the sample tenant may not name. */
let wrong: { readonly unverified: Body; readonly otherScm: Body; readonly otherPipeline: Body; readonly foreign: Body };

/** As JSON, whatever the order of the fields. */
const inOrder = (item: Body): string =>
  JSON.stringify(item, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );

/** Every item in one order, without the copies that the sealing of audit entries makes seconds after a change. */
async function stored(): Promise<readonly string[]> {
  const items: string[] = [];
  let start: Json | undefined;
  do {
    const page: Body = await stack.operator.call('DynamoDB_20120810.Scan', {
      TableName: table,
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    items.push(...page.Items.map(inOrder));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items.filter((item) => !/"(?:(?:sealed|logged|actors)AuditEntry|auditHead)"/.test(item)).sort();
}

/** Waits until the release's workflow waits for its kickoff: then nothing is written any more. */
const quiet = () => until(stored, (items) => items.some((item) => item.includes('"waitsFor"')));

async function bootstrapForeignIntegration(bootstrap: string): Promise<Body> {
  const members = [{ role: 'ADMIN', fullName: 'Stella Stranger' }];
  const input = { task: 'bootstrapTenant', slug: 'other-org', name: 'Other', members };
  const { tokens } = await stack.operator.invoke(bootstrap, input);
  const body = {
    name: 'Theirs',
    type: 'GITHUB',
    config: { baseUrl: sample.scm.config.baseUrl, owner: 'acme', repository: 'sample-app' },
    credentials: { token: 'ghp_localOther', webhookSecret: 'other-hook-secret' },
  };
  const request = { method: 'POST', token: tokens[0].token, body };
  return (await rawRequest(`${stack.url}/api/v1/other-org/integrations/scm`, request)).body;
}

beforeAll(async () => {
  stack = await startTestStack();
  const outputs = (await (await fetch(`${stack.url}/_local/outputs`)).json()) as Body;
  table = outputs.TableName;
  const lead = stack.as('lead');
  sample = await sampleIntegrationsOf(lead);
  const { type, config } = sample.scm;
  const credentials = { token: 'ghp_localSample', webhookSecret: 'another-hook-secret' };
  const scm = (name: string) =>
    lead.must('POST /integrations/{kind}', { params: { kind: 'scm' }, body: { name, type, config, credentials } });
  const [unverified, otherScm] = [await scm('Unverified'), await scm('Another repository')];
  await lead.must('POST /integrations/{kind}/{integrationId}/verify', {
    params: { kind: 'scm', integrationId: otherScm.id },
  });
  const otherPipeline = await lead.must('POST /integrations/{kind}', {
    params: { kind: 'pipelines' },
    body: {
      name: 'Of another repository',
      type: 'GITHUB_ACTIONS',
      config: { ...sample.githubActions.config, scmIntegrationId: otherScm.id },
      credentials,
    },
  });
  await lead.must('POST /integrations/{kind}/{integrationId}/verify', {
    params: { kind: 'pipelines', integrationId: otherPipeline.id },
  });
  wrong = {
    unverified,
    otherScm,
    otherPipeline,
    foreign: await bootstrapForeignIntegration(outputs.BootstrapFunctionName),
  };
  // Nobody is told of it, so that no notifier writes later.
  const { communicationIntegrationId: _, ticketIntegrationId: __, ...silent } = releaseBody(sample, '1.0.0');
  release = await stack.as('developer').must('POST /releases', { body: silent });
  await quiet();
});
afterAll(() => stack?.remove());

const send = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<RawReply> =>
  rawRequest(`${stack.url}/api/v1/${stack.credentials.tenant.slug}${path}`, {
    method: 'POST',
    token: stack.credentials.tokens.lead,
    body,
    headers,
  });

/** Sends, and holds the answer to be a problem and the table to be untouched. */
async function refused(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Body> {
  const before = await stored();
  const reply = await send(path, body, headers);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(await stored()).toEqual(before);
  return problemOf(reply);
}

const verdictOf = ({ answered, code, fields }: Body) => ({
  answered,
  code,
  fields: (fields ?? []).map(({ path, code: own }: Body) => `${path} ${own}`),
});

const create = (over: JsonObject = {}) => releaseBody(sample, '2.0.0', over);
const typed = 'request.invalid_type';

describe('a body that is none', () => {
  const cases: [string, () => unknown, number, string, readonly string[]][] = [
    ['no body', () => undefined, 400, 'request.invalid', ['body request.invalid_type']],
    ['an empty body', () => '', 400, 'request.invalid', ['body request.invalid_type']],
    ['blanks', () => ' \n', 400, 'request.invalid', ['body request.invalid_type']],
    ['broken JSON', () => '{"service":"sample-app",', 400, 'request.invalid_json', []],
    ['bytes that are no text', () => '\u0000\uFFFD{', 400, 'request.invalid_json', []],
    ['1 MB of text', () => MEGABYTE, 413, 'request.too_large', []],
    ['1 MB in one field', () => create({ description: MEGABYTE }), 413, 'request.too_large', []],
    ['a list', () => [], 400, 'request.invalid', [` ${typed}`]],
    ['nesting without end', () => '['.repeat(50_000), 400, 'request.invalid_json', []],
  ];

  it.each(cases)('is refused: %s', async (_, body, answered, code, fields) => {
    expect(verdictOf(await refused('/releases', body(), { 'content-type': 'application/json' }))).toEqual({
      answered,
      code,
      fields,
    });
  });

  it('is refused when it says that it is something else than JSON', async () => {
    const problem = await refused('/releases', JSON.stringify(create()), { 'content-type': 'text/xml' });
    expect(verdictOf(problem)).toMatchObject({ answered: 415, code: 'request.unsupported_media_type' });
  });
});

describe('a release with fields that do not fit', () => {
  const cases: [string, JsonObject, readonly string[]][] = [
    ['an unknown field', { colour: 'red' }, ['colour request.unknown_field']],
    [
      'several unknown fields',
      { colour: 'red', isAdmin: true },
      ['colour request.unknown_field', 'isAdmin request.unknown_field'],
    ],
    ['a number for a text', { version: 2 }, [`version ${typed}`]],
    ['a text for a list', { targets: 'App Store' }, [`targets ${typed}`]],
    ['an empty list', { targets: [] }, ['targets request.too_small']],
    ['null in a list', { pipelines: [null] }, [`pipelines[0] ${typed}`]],
    ['another word than those of the list', { releaseType: 'BIG' }, ['releaseType request.invalid_value']],
    ['a date that is none', { plannedDate: 'tomorrow' }, ['plannedDate request.invalid_union']],
    ['a branch that git refuses', { baseBranch: 'main..x' }, ['baseBranch request.invalid_format']],
  ];

  it.each(cases)('is refused: %s', async (_, over, fields) => {
    expect(verdictOf(await refused('/releases', create(over)))).toEqual({
      answered: 400,
      code: 'request.invalid',
      fields,
    });
  });
});

describe('a release with references that do not fit', () => {
  const cases: [string, () => JsonObject, readonly string[]][] = [
    [
      'ids that do not exist',
      () => ({ scmIntegrationId: MISSING, pipelines: [] }),
      ['scmIntegrationId release.scm_not_found'],
    ],
    [
      "another tenant's id",
      () => ({ scmIntegrationId: wrong.foreign.id, pipelines: [] }),
      ['scmIntegrationId release.scm_not_found'],
    ],
    [
      'an integration of another kind',
      () => ({ ticketIntegrationId: sample.chat.id }),
      ['ticketIntegrationId release.ticket_not_found'],
    ],
    [
      'an unverified integration',
      () => ({ scmIntegrationId: wrong.unverified.id, pipelines: [] }),
      ['scmIntegrationId release.scm_not_verified'],
    ],
    [
      'a pipeline of another SCM',
      () => ({ pipelines: [sample.jenkins.id, wrong.otherPipeline.id] }),
      ['pipelines[1] release.pipeline_scm_mismatch'],
    ],
    [
      'a pipeline whose target is not selected',
      () => ({
        targets: [sample.jenkins.config.targetIntegrationId],
        pipelines: [sample.jenkins.id, sample.githubActions.id],
      }),
      ['pipelines[1] release.pipeline_target_not_selected'],
    ],
    [
      'the same target twice',
      () => ({ targets: [...sample.targets, sample.targets[0]].map(({ id }) => id) }),
      ['targets[2] release.duplicate_reference'],
    ],
    [
      'all of it at once',
      () => ({
        scmIntegrationId: wrong.unverified.id,
        targets: [MISSING],
        pipelines: [wrong.otherPipeline.id],
        releasePilotId: MISSING,
      }),
      [
        'scmIntegrationId release.scm_not_verified',
        'targets[0] release.target_not_found',
        'pipelines[0] release.pipeline_scm_mismatch',
        'pipelines[0] release.pipeline_target_not_selected',
        'releasePilotId release.pilot_not_found',
      ],
    ],
  ];

  it.each(cases)('is refused: %s', async (_, over, fields) => {
    expect(verdictOf(await refused('/releases', create(over())))).toEqual({
      answered: 422,
      code: 'release.invalid',
      fields,
    });
  });

  it.each([
    ['by default', () => releaseBody(sample, '1.0.0')],
    ['as given', () => create({ releaseKey: release.releaseKey })],
  ])('is refused for a releaseKey that another release has, %s', async (_, body) => {
    expect(verdictOf(await refused('/releases', body()))).toEqual({
      answered: 409,
      code: 'release.key_taken',
      fields: ['releaseKey release.key_taken'],
    });
  });
});

describe('what a release cannot do', () => {
  it.each([
    ['archived before it has ended', 'archive'],
    ['triggered before it has started', 'pipelines/{jenkins}/trigger'],
  ])('it is not %s; the problem names what would be legal', async (_, action) => {
    const path = `/releases/${release.id}/${action.replace('{jenkins}', sample.jenkins.id)}`;
    const named = encodeURIComponent(release.releaseKey);
    const legal = [`POST /releases/${named}/kickoff`, `POST /releases/${named}/cancel`];
    expect(await refused(path, undefined)).toMatchObject({
      answered: 409,
      code: 'release.illegal_transition',
      detail: expect.stringContaining('KICKOFF_PENDING'),
      legal,
    });
  });

  it.each([
    ['resumed', 'resume', 409, 'release.not_paused'],
    ['retried', 'retry', 409, 'release.not_paused'],
    ['built by a pipeline it does not have', `pipelines/${MISSING}/trigger`, 404, 'release.pipeline_not_found'],
  ])('it is not %s', async (_, action, answered, code) => {
    expect(await refused(`/releases/${release.id}/${action}`, undefined)).toMatchObject({ answered, code });
  });

  it.each([
    ['an id that is no id', 'nobody'],
    ['a key that would climb', encodeURIComponent('../../me')],
    ['a key without end', 'x'.repeat(5000)],
    ['a key with a null byte', '%00'],
  ])('a release that is not there is not found: %s', async (_, id) => {
    expect(await refused(`/releases/${id}/kickoff`, undefined)).toMatchObject({ answered: 404 });
  });

  it.each([
    ['a limit of 0', 'limit=0', 'request.invalid'],
    ['an unknown filter', 'colour=red', 'request.invalid'],
    ['a status that is none', 'status=DONE', 'request.invalid'],
    ['a cursor that is none', 'cursor=nonsense', 'request.invalid_cursor'],
  ])('a list is not given for %s', async (_, query, code) => {
    const url = `${stack.url}/api/v1/${stack.credentials.tenant.slug}/releases?${query}`;
    const reply = await rawRequest(url, { token: stack.credentials.tokens.viewer });
    expect(problemOf(reply)).toMatchObject({ answered: 400, code });
  });
});
