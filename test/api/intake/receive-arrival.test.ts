// Webhooks in: real payloads of GitHub, and everything that must be refused without a trace.
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readerOf } from '../../../entities/intake/outside-events.model.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { githubHook, type Hook, type Intake, NOW, SECRET, sha256, slackHook, startIntake } from './fixture.ts';

let intake: Intake;
beforeAll(async () => {
  intake = await startIntake();
  await intake.addIntegration('github-1', 'GITHUB');
  await intake.addIntegration('actions-1', 'GITHUB_ACTIONS');
  await intake.addIntegration('jenkins-1', 'JENKINS');
  await intake.addIntegration('slack-1', 'SLACK');
  await intake.addIntegration('app-store-1', 'APP_STORE');
  await intake.addIntegration('jira-1', 'JIRA');
  await intake.addIntegration('no-secret', 'GITHUB', {});
  await intake.addIntegration('switched-off', 'GITHUB', { webhookSecret: SECRET }, false);
});
afterAll(() => intake.stop());
beforeEach(() => {
  intake.published.length = 0;
});

interface Definition {
  readonly name: string;
  readonly examples: readonly unknown[];
}
const payloadsOf = (name: string) =>
  (examples as unknown as Definition[]).find((definition) => definition.name === name)?.examples ?? [];

const without = (hook: Hook, header: string): Hook => {
  const { [header]: _, ...headers } = hook.headers ?? {};
  return { ...hook, headers };
};

describe('receiveArrival', () => {
  describe('of GitHub', () => {
    const cases = (examples as unknown as Definition[]).flatMap(({ name: event, examples: payloads }) =>
      payloads.map((payload, index) => ({ event, index, payload })),
    );
    const isRead = ({ event }: { event: string }) => readerOf('ci.github', event) !== undefined;

    it.each(cases.filter(isRead))('passes on $event, example $index, as it came', async ({ event, payload }) => {
      const hook = githubHook(payload, { event });
      const { status, body } = await intake.send(hook);
      const deliveryId = hook.headers?.['x-github-delivery'];
      expect({ status, body }).toEqual({ status: 202, body: { accepted: true, deliveryId } });
      expect(intake.published).toEqual([
        {
          source: 'ci.github',
          detailType: event,
          detail: {
            tenantId: TENANT_ID,
            integrationId: 'github-1',
            deliveryId,
            receivedAt: new Date(NOW).toISOString(),
            payload,
          },
        },
      ]);
    });

    it.each([
      ['the tenant named by its id', { tenant: TENANT_ID }],
      ['an integration of GitHub Actions', { integrationId: 'actions-1' }],
      ['a body that API Gateway encoded', { isBase64Encoded: true }],
    ])('takes %s', async (_, change) => {
      const hook = { ...githubHook({ ref: 'refs/heads/main' }), ...change };
      const body = hook.isBase64Encoded ? Buffer.from(hook.body).toString('base64') : hook.body;
      expect((await intake.send({ ...hook, body })).status).toBe(202);
      expect(intake.published).toHaveLength(1);
    });

    it('takes a payload that is sent as a form', async () => {
      const body = new URLSearchParams({ payload: '{"ref":"refs/heads/main"}' }).toString();
      const { headers, ...hook } = githubHook({});
      const signed = { 'x-hub-signature-256': `sha256=${sha256(SECRET, body)}` };
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await intake.send({ ...hook, body, headers: { ...headers, ...signed, ...type } })).status).toBe(202);
      expect(intake.published[0]?.detail.payload).toEqual({ ref: 'refs/heads/main' });
    });

    it.each(cases.filter((one) => !isRead(one)))(
      'answers 202 to $event, example $index, which nobody reads, and passes nothing on',
      async ({ event, payload }) => {
        const before = (await intake.arrivals()).length;
        const hook = githubHook(payload, { event });
        const deliveryId = hook.headers?.['x-github-delivery'];
        expect(await intake.send(hook)).toMatchObject({ status: 202, body: { accepted: true, deliveryId } });
        expect(intake.published).toEqual([]);
        expect(await intake.arrivals()).toHaveLength(before);
      },
    );

    it('reduces a payload over 200 KB to the fields that consumers read', async () => {
      const [example] = payloadsOf('push') as Record<string, unknown>[];
      const commits = Array.from({ length: 120 }, (_, index) => ({
        id: `c${index}`,
        message: 'm'.repeat(5_000),
        modified: ['a'.repeat(500)],
      }));
      await intake.send(githubHook({ ...example, commits }));
      const detail = intake.published[0]?.detail as { isReduced: boolean; payload: Record<string, unknown> };
      expect(detail.isReduced).toBe(true);
      expect(Object.keys(detail.payload).sort()).toEqual(['commits', 'deleted', 'ref', 'repository']);
      expect(detail.payload).toMatchObject({ ref: example?.ref });
      expect(detail.payload.commits).toHaveLength(120);
      expect(Buffer.byteLength(JSON.stringify(detail))).toBeLessThan(201 * 1024);
    });

    it('takes an event whose name has a digit (D8)', async () => {
      const reply = await intake.send(githubHook({ action: 'created' }, { event: 'projects_v2_item' }));
      expect([reply.status, intake.published]).toEqual([202, []]);
    });
  });

  describe('refuses with 401 intake.signature_invalid and without a trace', () => {
    const genuine = () => githubHook({ ref: 'refs/heads/main' });
    const cases: Record<string, () => Hook> = {
      'an unknown integration': () => ({ ...genuine(), integrationId: 'nobody' }),
      "another tenant's integration": () => ({ ...genuine(), tenant: OTHER_TENANT_ID }),
      'an unknown tenant': () => ({ ...genuine(), tenant: 'nobody' }),
      'a tenant that is no name': () => ({ ...genuine(), tenant: 'a b#c' }),
      'an integration id that is no id': () => ({ ...genuine(), integrationId: 'x'.repeat(5_000) }),
      'an integration that is switched off': () => ({ ...genuine(), integrationId: 'switched-off' }),
      'an integration without a secret': () => ({ ...genuine(), integrationId: 'no-secret' }),
      'a missing signature': () => without(genuine(), 'x-hub-signature-256'),
      'an empty signature': () => ({ ...genuine(), headers: { ...genuine().headers, 'x-hub-signature-256': '' } }),
      'a signature with another secret': () => githubHook({}, { secret: 'guessed' }),
      'a signature of another body': () => ({ ...genuine(), body: '{"ref":"refs/heads/evil"}' }),
      'a signature that is no signature': () => {
        const hook = genuine();
        return { ...hook, headers: { ...hook.headers, 'x-hub-signature-256': 'sha256=nonsense' } };
      },
      'an integration of a type without webhooks (S13)': () => ({ ...genuine(), integrationId: 'jira-1' }),
      'an empty body': () => ({ ...genuine(), body: '' }),
      "a Slack request without Slack's signature": () => without(slackHook({}), 'x-slack-signature'),
      'a Slack request without its time': () => without(slackHook({}), 'x-slack-request-timestamp'),
      'a Slack request of six minutes ago': () => slackHook({}, NOW - 6 * 60_000),
      'a Slack request of six minutes ahead': () => slackHook({}, NOW + 6 * 60_000),
      'a Jenkins notification with another secret': () => ({
        integrationId: 'jenkins-1',
        body: '{}',
        headers: { authorization: 'Bearer guessed' },
      }),
      'an App Store notification without a signature': () => ({ integrationId: 'app-store-1', body: '{}' }),
    };

    it.each(Object.keys(cases))('%s', async (name) => {
      const before = (await intake.arrivals()).length;
      const { status, body } = await intake.send((cases[name] as () => Hook)());
      expect({ status, code: body.code, detail: body.detail }).toEqual({
        status: 401,
        code: 'intake.signature_invalid',
        detail: undefined,
      });
      expect(intake.published).toEqual([]);
      expect(await intake.arrivals()).toHaveLength(before);
    });
  });

  it.each([
    ['an unknown tenant', { tenant: 'nobody' }],
    ['an unknown integration', { integrationId: 'nobody' }],
    ['an integration of a type without webhooks', { integrationId: 'jira-1' }],
    ['an integration without a secret', { integrationId: 'no-secret' }],
    ['a known one', {}],
  ])('answers an unsigned request to %s alike, and after the same time (S13)', async (_, change) => {
    const unsigned = { ...without(githubHook({}), 'x-hub-signature-256'), ...change };
    for (const taken of [7, 130, 251]) {
      const times = [NOW, NOW + taken];
      intake.pauses.length = 0;
      const { status, text } = await intake.send(unsigned, { now: () => times.shift() ?? NOW });
      expect([status, JSON.parse(text)]).toEqual([
        401,
        {
          type: 'urn:windlass:problem:intake.signature_invalid',
          title: 'The request is not signed by a known integration',
          status: 401,
          code: 'intake.signature_invalid',
        },
      ]);
      expect((taken + (intake.pauses[0] ?? 0)) % 250).toBe(0);
      expect(intake.pauses).toHaveLength(1);
    }
  });

  describe('refuses what is signed and wrong, without a trace', () => {
    const signed = (body: string, headers: Record<string, string> = {}): Hook => {
      const hook = githubHook({});
      const signature = { 'x-hub-signature-256': `sha256=${sha256(SECRET, body)}` };
      return { ...hook, body, headers: { ...hook.headers, ...signature, ...headers } };
    };
    const jenkins = (payload: unknown): Hook => ({
      integrationId: 'jenkins-1',
      body: JSON.stringify(payload),
      headers: { authorization: `Bearer ${SECRET}` },
    });
    const press = (action: object) =>
      slackHook({ payload: JSON.stringify({ type: 'block_actions', user: { id: 'U1' }, actions: [action] }) });
    const cases: Record<string, [() => Hook, number, string]> = {
      'broken JSON': [() => signed('{"ref":'), 400, 'request.invalid_json'],
      'JSON that is no object': [() => signed('[1]'), 400, 'intake.payload_invalid'],
      'an event name that is none': [() => signed('{}', { 'x-github-event': 'A b' }), 400, 'intake.payload_invalid'],
      'a missing delivery id': [() => without(signed('{}'), 'x-github-delivery'), 400, 'intake.payload_invalid'],
      'more than 6 MB': [() => signed(`"${'x'.repeat(6 * 1024 * 1024)}"`), 413, 'request.too_large'],
      'what is nested without end (S12)': [
        () => signed(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
        400,
        'request.invalid_json',
      ],
      'Jenkins without a build': [() => jenkins({ name: 'app', url: 'job/app/' }), 400, 'intake.payload_invalid'],
      'Jenkins in an unknown phase': [
        () => jenkins({ name: 'app', url: 'job/app/', build: { phase: 'DREAMING' } }),
        400,
        'intake.payload_invalid',
      ],
      'Slack with a broken payload': [() => slackHook({ payload: '{' }), 400, 'request.invalid_json'],
      'a button without its value': [() => press({ action_id: 'approve' }), 400, 'request.invalid_json'],
      'a button with another value': [
        () => press({ action_id: 'approve', value: '{}' }),
        400,
        'intake.payload_invalid',
      ],
    };

    it.each(Object.keys(cases))('%s', async (name) => {
      const [hook, status, code] = cases[name] as [() => Hook, number, string];
      const before = (await intake.arrivals()).length;
      const reply = await intake.send(hook());
      expect({ status: reply.status, code: reply.body.code }).toEqual({ status, code });
      expect(intake.published).toEqual([]);
      expect(await intake.arrivals()).toHaveLength(before);
    });
  });

  describe('a delivery that comes again', () => {
    const again = () => githubHook({ ref: 'refs/heads/main' });

    it('is answered as a duplicate and passed on once', async () => {
      const hook = again();
      const first = await intake.send(hook);
      const second = await intake.send(hook);
      expect(first.body.duplicate).toBeUndefined();
      expect(second).toMatchObject({ status: 202, body: { ...first.body, duplicate: true } });
      expect(intake.published).toHaveLength(1);
    });

    it('is another delivery at another integration', async () => {
      const hook = again();
      await intake.send(hook);
      const other = await intake.send({ ...hook, integrationId: 'actions-1' });
      expect(other.body.duplicate).toBeUndefined();
      expect(intake.published).toHaveLength(2);
    });

    it('is passed on when the bus did not take the first', async () => {
      const hook = again();
      const put = async () => {
        throw new Error('the bus is away');
      };
      expect((await intake.send(hook, { put })).status).toBe(500);
      expect((await intake.send(hook)).status).toBe(202);
      expect(intake.published).toHaveLength(1);
    });

    it('is passed on again after a crash between the bus and our note of it, rather than never', async () => {
      const hook = again();
      const arrivals = {
        receive: async () => 'NEW',
        markPublished: async () => {
          throw new Error('killed');
        },
      };
      await intake.send(hook, { arrivals });
      await intake.send(hook);
      expect(intake.published).toHaveLength(2);
    });

    it('is kept for 90 days', async () => {
      await intake.send(githubHook({}, { delivery: 'kept' }));
      const item = (await intake.arrivals()).find(({ deliveryId }) => deliveryId === 'kept');
      expect(item).toMatchObject({ status: 'PUBLISHED', expiresAtEpoch: NOW / 1000 + 90 * 86_400 });
    });
  });
});
