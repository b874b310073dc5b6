// Signed bodies that no service sends: each is refused with 400, or passed on without the parts that stores refuse. None crashes the
// function.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Hook, type Intake, SECRET, sha256, slackHook, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  for (const [id, type] of [
    ['github-1', 'GITHUB'],
    ['gitlab-1', 'GITLAB'],
    ['bitbucket-1', 'BITBUCKET'],
    ['jenkins-1', 'JENKINS'],
    ['app-store-1', 'APP_STORE'],
    ['slack-1', 'SLACK'],
  ] as const) {
    await intake.addIntegration(id, type);
  }
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

const HEADERS: Readonly<Record<string, (signature: string) => Record<string, string>>> = {
  'github-1': (signature) => ({
    'x-hub-signature-256': `sha256=${signature}`,
    'x-github-event': 'push',
    'x-github-delivery': signature,
  }),
  'gitlab-1': () => ({ 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }),
  'bitbucket-1': (signature) => ({
    'x-hub-signature': `sha256=${signature}`,
    'x-event-key': 'repo:push',
    'x-request-uuid': signature,
  }),
  'jenkins-1': (signature) => ({ 'x-windlass-signature': `sha256=${signature}` }),
  'app-store-1': (signature) => ({ 'x-apple-signature': `hmacsha256=${signature}` }),
};
const signed = (integrationId: string, body: string): Hook => ({
  integrationId,
  body,
  headers: HEADERS[integrationId]?.(sha256(SECRET, body)) ?? {},
});
const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

it.each(Object.keys(HEADERS))('answers %s 400 for a signed body nested 100,000 deep (S12)', async (integrationId) => {
  const { status, body } = await intake.send(signed(integrationId, deep));
  expect([status, body.code]).toEqual([400, 'request.invalid_json']);
});

it('answers Slack 400 for a payload nested 100,000 deep (S12)', async () => {
  expect((await intake.send(slackHook({ payload: deep }))).status).toBe(400);
});

it('passes on a push whose message ends with half a character (S12)', async () => {
  const body = '{"ref":"refs/heads/main","commits":[{"id":"a1","message":"a \\ud83d"}]}';
  expect((await intake.send(signed('github-1', body))).status).toBe(202);
  expect(intake.published).toMatchObject([{ detail: { payload: { commits: [{ message: 'a \ufffd' }] } } }]);
});

it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
  'does nothing about a button of the name %s (S12)',
  async (action_id) => {
    const payload = {
      type: 'block_actions',
      user: { id: 'U1' },
      actions: [{ action_id, value: '{"approvalId":"a"}' }],
    };
    const { status } = await intake.send(slackHook({ payload: JSON.stringify(payload) }));
    expect([status, intake.published]).toEqual([200, []]);
  },
);
