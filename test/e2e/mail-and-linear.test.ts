// A release with mails and Linear, from its creation to RELEASED: each mail and comment once, issues closed, everything logged. Then
// failed notifications are redelivered. In `npm run test:faults` both services refuse every third request.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishBuilds, startBuilding, untilAsked, untilRelease } from '../support/releases/release-steps.ts';
import { releaseBody, type SampleIntegrations, sampleIntegrationsOf } from '../support/releases/sample-release.ts';
import { type Body, startTestStack, type TestStack, until } from '../support/stack.ts';

const VERSION = '9.0.0';
const FAULT = { rate: process.env.WINDLASS_FAULTS === undefined ? 0 : 0.33, status: 429, retryAfter: 1 };
const RECIPIENTS = ['team@acme.example', 'ada@acme.example'];

/** The messages of a planned release with two builds and two targets, and how often each comes. */
const TOLD: Readonly<Record<string, number>> = {
  'Kicked off': 1,
  'Build triggered': 2,
  'Build succeeded': 2,
  'Regression started': 1,
  'Approval wanted': 1,
  Approved: 1,
  'Regression signed off': 1,
  Submitted: 2,
  'Target released': 2,
  Released: 1,
};
const MAILED = { 'Release created': 1, ...TOLD };
/** Each issue hears of stages, and of its own platform's target. */
const COMMENTED = {
  'Kicked off': 1,
  'Regression started': 1,
  'Regression signed off': 1,
  Submitted: 1,
  'Target released': 1,
  Released: 1,
};
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);

let stack: TestStack;
let sample: SampleIntegrations;
let release: Body;

beforeAll(async () => {
  stack = await startTestStack();
  const list = async (segment: string) =>
    (await stack.as('viewer').must('GET /integrations/{kind}', { params: { kind: segment } })).items;
  const [mail] = (await list('communications')).filter(({ type }: Body) => type === 'EMAIL');
  const [linear] = (await list('tickets')).filter(({ type }: Body) => type === 'LINEAR');
  sample = { ...(await sampleIntegrationsOf(stack.as('viewer'))), chat: mail, tickets: linear };
});
afterAll(() => stack?.remove());

/** Accepted mails to people; verification mails the simulator. */
async function mailsOf(version: string): Promise<Body[]> {
  const items = await stack.inbox('service=ses&limit=10000');
  const simple = ({ body }: Body) => body.Content.Simple;
  return items.filter((item) => item.status === 200 && simple(item).Subject.Data.endsWith(`@${version}`));
}
const subjectOf = ({ body }: Body): string => body.Content.Simple.Subject.Data;

/** Accepted comments, as what Linear was given to make them. */
async function comments(): Promise<Body[]> {
  const items = await stack.inbox('service=linear&limit=10000');
  return items
    .filter(({ status, body }) => status === 200 && body.query.includes('commentCreate'))
    .map(({ body }) => body.variables.input);
}

/** How often each title occurs. */
function counted(titles: readonly string[]): Record<string, number> {
  const groups = Object.groupBy(titles, (title) => title.replace(/: .*$/s, ''));
  return Object.fromEntries(Object.entries(groups).map(([title, some]) => [title, some?.length ?? 0]));
}

const notificationsOf = async (id: string): Promise<Body[]> =>
  (
    await stack
      .as('viewer')
      .must('GET /releases/{release}/notifications', { params: { release: id }, query: { limit: 100 } })
  ).items;

const withCreated = async (version: string) =>
  stack.as('developer').must('POST /releases', { body: releaseBody(sample, version) });

async function driveToTheEnd(): Promise<Body> {
  const started = await startBuilding(stack, sample, VERSION);
  await finishBuilds(stack, sample, started, 90);
  const approval = await untilAsked(stack, started.id);
  await stack
    .as('lead')
    .must('POST /approvals/{approval}/decisions', { params: { approval: approval.id }, body: { action: 'APPROVED' } });
  const submitted = await untilRelease(stack, started.id, ({ targets }) =>
    targets.every(({ targetStatus }: Body) => targetStatus === 'SUBMITTED'),
  );
  for (const { targetIntegrationId } of submitted.targets) {
    const params = { release: started.id, integration: targetIntegrationId };
    const body = { status: 'RELEASED' } as const;
    await stack.as('ci').must('POST /releases/{release}/targets/{integration}/status', { params, body });
  }
  return untilRelease(stack, started.id, ({ status }) => status === 'RELEASED');
}

it('has verified integrations of both, after those of Slack and Jira', async () => {
  const shown = async (segment: string) =>
    (
      await stack
        .as('viewer')
        .must('GET /integrations/{kind}', { params: { kind: segment }, query: { verified: 'true' } })
    ).items.map(({ type }: Body) => type);
  expect([await shown('communications'), await shown('tickets')]).toEqual([
    ['SLACK', 'EMAIL'],
    ['JIRA', 'LINEAR'],
  ]);
});

describe('a release', () => {
  beforeAll(async () => {
    for (const service of ['ses', 'linear']) await stack.fault(service, FAULT);
    release = await driveToTheEnd();
    await until(
      () => notificationsOf(release.id),
      (items) => items.filter(({ status }) => status === 'SENT').length === sum(MAILED) + 2 * sum(COMMENTED) + 2,
    );
    for (const service of ['ses', 'linear']) await stack.fault(service, { rate: 0 });
  }, 180_000);

  it('ends RELEASED with an issue per platform', () => {
    expect(release).toMatchObject({ status: 'RELEASED', iOSEpicId: 'APP-1', androidEpicId: 'APP-2' });
  });

  it('is told in one mail per event to the recipients of its purpose, plain and as HTML', async () => {
    const mails = await mailsOf(VERSION);
    expect(counted(mails.map(subjectOf))).toEqual(MAILED);
    expect(new Set(mails.map(({ body }) => body.Content.Simple.Headers[0].Value)).size).toBe(sum(MAILED));
    for (const { body } of mails) {
      const { Subject, Body: parts } = body.Content.Simple;
      expect(body.FromEmailAddress).toBe('"Acme releases" <releases@acme.example>');
      expect(body.Destination.ToAddresses).toEqual(RECIPIENTS);
      expect(parts.Text.Data).toContain(`${Subject.Data}\n\n`);
      expect(parts.Html.Data).toContain(`<h1>${Subject.Data}</h1>`);
    }
  });

  it('is told in one comment per stage and issue', async () => {
    const made = await comments();
    const byIssue = Object.values(Object.groupBy(made, ({ issueId }) => issueId));
    expect(byIssue.map((some) => counted((some ?? []).map(({ body }) => body)))).toEqual([COMMENTED, COMMENTED]);
    expect(new Set(made.map(({ id }) => id)).size).toBe(made.length);
  });

  it.each(['APP-1', 'APP-2'])('leaves the issue %s done', async (key) => {
    const query = 'query State($key: String!) { issue(id: $key) { state { name } } }';
    const reply = await fetch(`${stack.url}/_local/linear/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'lin_api_localSample' },
      body: JSON.stringify({ query, variables: { key } }),
    });
    expect(await reply.json()).toEqual({ data: { issue: { state: { name: 'Done' } } } });
  });

  it('has all of it in its log, and tells nobody else', async () => {
    const items = await notificationsOf(release.id);
    expect(counted(items.map(({ channel, status }) => `${channel} ${status}`))).toEqual({
      'EMAIL SENT': sum(MAILED),
      'LINEAR SENT': 2 * sum(COMMENTED) + 2,
    });
    expect(items.filter(({ channel }) => channel === 'EMAIL')[0]).toMatchObject({
      address: RECIPIENTS.join(', '),
      messageId: expect.stringMatching(/^01000199/),
      error: null,
    });
    const others = [...(await stack.inbox('service=slack')), ...(await stack.inbox('service=jira'))];
    expect(others.filter(({ body }) => JSON.stringify(body).includes(VERSION))).toEqual([]);
  });
});

describe('a mail that SES refuses', () => {
  const failedOf = (id: string) =>
    until(
      () => notificationsOf(id),
      (items) => items.some(({ channel, status }) => channel === 'EMAIL' && status === 'FAILED'),
    );
  const untilMailed = (version: string) =>
    until(
      () => mailsOf(version),
      (mails) => mails.length > 0,
    );

  it.each([
    ['9.1.0', 'alone', 'POST /releases/{release}/notifications/{notification}/redeliver'],
    ['9.2.0', 'with all that failed', 'POST /notifications/redeliver-failed'],
  ] as const)('of release %s is in the log with the reason, and is sent again %s', async (version, _, endpoint) => {
    await stack.fault('ses', { rate: 1, status: 403 });
    const { id } = await withCreated(version);
    const [failed] = await failedOf(id);
    expect(failed).toMatchObject({ eventType: 'ReleaseCreated', error: expect.stringContaining('SES answered 403') });
    await stack.fault('ses', { rate: 0 });
    expect(
      (await stack.as('lead').call(endpoint, { params: { release: id, notification: failed.id }, body: {} })).status,
    ).toBe(202);
    expect((await untilMailed(version)).map(subjectOf)).toEqual([`Release created: sample-app@${version}`]);
    await until(
      () => notificationsOf(id),
      (items) => items[0].status === 'SENT',
    );
  });
});

it('sends no mail of a purpose that is switched off', async () => {
  const { revision: _r, updatedAt: _u, ...settings } = await stack.as('lead').must('GET /notification-settings');
  const email = { ...settings.email, releases: false };
  await stack.as('lead').must('PUT /notification-settings', { body: { ...settings, email } });
  const { id } = await withCreated('9.3.0');
  await stack.as('developer').must('POST /releases/{release}/kickoff', { params: { release: id } });
  await until(
    () => mailsOf('9.3.0'),
    (mails) => mails.length === 2,
  );
  expect(counted((await mailsOf('9.3.0')).map(subjectOf))).toEqual({ 'Build triggered': 2 });
});
