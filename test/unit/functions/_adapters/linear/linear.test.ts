// The ticket client of Linear against a service that answers in GraphQL: ids that markers decide, and Linear's errors.
import { describe, expect, it } from 'vitest';
import { createLinearClient } from '../../../../../functions/_adapters/linear/linear-client.ts';
import { CANARY, integrationSamples } from '../../../../support/releases/integration-samples.ts';
import {
  type Answer,
  type HttpService,
  localOutbound,
  type SeenRequest,
  startHttpService,
} from '../../../../support/services/http-service.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const GRAPHQL = 'POST /graphql';
const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

interface Asked {
  readonly query: string;
  readonly variables: Record<string, Record<string, unknown>>;
}
const asked = ({ json }: SeenRequest) => json as Asked;
const operationOf = (request: SeenRequest) => /Windlass(\w+)/.exec(asked(request).query)?.[1] ?? '';

/** Answers by the name of the operation, a list one by one. */
async function withLinear(
  answers: Readonly<Record<string, Answer | readonly Answer[]>>,
  run: (client: ReturnType<typeof createLinearClient>, service: HttpService) => Promise<void>,
  config: object = {},
) {
  const turns = new Map<string, number>();
  await using service = await startHttpService({
    [GRAPHQL]: (request) => {
      const operation = operationOf(request);
      const list = [answers[operation] ?? answers['*'] ?? { status: 501 }].flat();
      const turn = turns.get(operation) ?? 0;
      turns.set(operation, turn + 1);
      return list[Math.min(turn, list.length - 1)] ?? {};
    },
  });
  const sample = integrationSamples(service.url).LINEAR;
  const context = { ...sample, config: { ...sample.config, ...config }, outbound: localOutbound, now: () => NOW };
  await run(createLinearClient(context), service);
}

const data = (value: object): Answer => ({ body: { data: value } });
const nodes = (...list: readonly object[]) => ({ nodes: list });
const failed = (code: string, message = 'No', status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { data: null, errors: [{ message, extensions: { code, userPresentableMessage: 'Sorry' } }] },
});
const sent = (service: HttpService, operation: string) =>
  service.seen.filter((request) => operationOf(request) === operation).map((request) => asked(request).variables);

describe('verify', () => {
  const found = data({ viewer: { name: 'windlass' }, teams: nodes({ id: 't1', key: 'APP', name: 'App' }) });

  it('names the team, with the key as it is', async () => {
    await withLinear({ Team: found }, async (client, service) => {
      expect(await client.verify()).toBe('windlass can see App (APP)');
      expect(service.only(GRAPHQL).headers.authorization).toBe(`lin_api_${CANARY}`);
    });
  });

  it('refuses a state that the team does not have, naming those it has (K27)', async () => {
    const team = { id: 't1', key: 'APP', name: 'App', states: nodes({ name: 'Todo' }, { name: 'Shipped' }) };
    await withLinear({ Team: data({ viewer: { name: 'windlass' }, teams: nodes(team) }) }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({
        code: 'integration.refused',
        message: 'The team APP has no state "Done"; set doneTransition to one of Todo, Shipped',
      });
    });
  });

  it('refuses a state for cancelled releases that the team does not have (K27)', async () => {
    const team = { id: 't1', key: 'APP', name: 'App', states: nodes({ name: 'Done' }) };
    await withLinear(
      { Team: data({ viewer: { name: 'windlass' }, teams: nodes(team) }) },
      async (client) => {
        await expect(client.verify()).rejects.toThrow('no state "Dropped"; set cancelledTransition to one of Done');
      },
      { cancelledTransition: 'Dropped' },
    );
  });

  it('refuses a team that the key does not see', async () => {
    await withLinear({ Team: data({ viewer: { name: 'windlass' }, teams: nodes() }) }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: 'integration.refused' });
    });
  });

  it.each<[string, Answer, string]>([
    ['a wrong key', failed('AUTHENTICATION_ERROR', 'Authentication required', 401), 'unauthorized'],
    ['a wrong key, told with 200', failed('AUTHENTICATION_ERROR', 'Authentication required'), 'unauthorized'],
    ['an expired key', failed('AUTHENTICATION_ERROR', 'The key has expired', 401), 'expired'],
    ['a missing right', failed('FORBIDDEN', 'Not allowed', 400), 'unauthorized'],
    ['a limit, told with 400', failed('RATELIMITED', 'Rate limit exceeded', 400), 'rate_limited'],
    ['a wrong input', failed('INPUT_ERROR', 'Entity not found: Issue'), 'refused'],
    ['a wrong document', failed('GRAPHQL_VALIDATION_FAILED', 'Cannot query field', 400), 'refused'],
    ['a code like an inherited name (S12)', failed('constructor', 'Oops'), 'refused'],
    ['an error of its own', failed('INTERNAL_SERVER_ERROR', 'Oops'), 'unavailable'],
    ['an error of its own, told with 500', failed('SOMETHING_NEW', 'Oops', 500), 'unavailable'],
    ['data of another shape', data({ viewer: {} }), 'reply_invalid'],
  ])('names %s', async (_label, answer, code) => {
    await withLinear({ '*': answer }, async (client) => {
      await expect(client.verify()).rejects.toMatchObject({ code: `integration.${code}` });
    });
  });

  it("says what Linear says, in people's words too", async () => {
    await withLinear({ '*': failed('INPUT_ERROR', 'Argument Validation Error') }, async (client) => {
      await expect(client.verify()).rejects.toThrow('Argument Validation Error: Sorry');
    });
  });

  it.each([
    ['requests', { 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': String(NOW + 61_500) }, 62],
    ['complexity', { 'x-ratelimit-complexity-remaining': '0', 'x-ratelimit-complexity-reset': String(NOW + 5_000) }, 5],
    [
      'neither',
      { 'x-ratelimit-requests-remaining': '7', 'x-ratelimit-requests-reset': String(NOW + 5_000) },
      undefined,
    ],
  ])('waits for %s to be there again', async (_label, headers, retryAfterSeconds) => {
    await withLinear({ '*': failed('RATELIMITED', 'Slow down', 400, headers) }, async (client) => {
      const failure = await client.verify().catch((error: unknown) => error);
      expect(Object(failure).details.retryAfterSeconds).toBe(retryAfterSeconds);
    });
  });
});

describe('createEpic', () => {
  const epic = { summary: 'Release 1.5.0\non iOS', description: 'See **this**', marker: 'r-1:ios' };
  const issue = { identifier: 'APP-7', url: 'https://linear.app/acme/issue/APP-7' };
  const ticket = { key: 'APP-7', url: issue.url };
  const none = data({ issues: nodes(), teams: nodes({ id: 't1' }) });
  const there = data({ issues: nodes(issue), teams: nodes({ id: 't1' }) });
  const made = data({ issueCreate: { issue } });

  it('makes an issue whose id the marker decides, with its description literal (K25)', async () => {
    await withLinear({ FindIssue: none, CreateIssue: made }, async (client, service) => {
      expect(await client.createEpic(epic)).toEqual(ticket);
      await client.createEpic(epic);
      await client.createEpic({ ...epic, marker: 'r-1:android' });
      const [first, second, other] = sent(service, 'CreateIssue').map(({ input }) => input);
      expect(first).toEqual({
        id: expect.stringMatching(UUID_V4),
        teamId: 't1',
        title: 'Release 1.5.0 on iOS',
        description: 'See \\*\\*this\\*\\*',
      });
      expect(second?.id).toBe(first?.id);
      expect(other?.id).not.toBe(first?.id);
    });
  });

  it('says that a title was cut (K18)', async () => {
    await withLinear({ FindIssue: none, CreateIssue: made }, async (client, service) => {
      await client.createEpic({ ...epic, summary: 'x'.repeat(300) });
      expect(sent(service, 'CreateIssue')[0]?.input).toMatchObject({ title: `${'x'.repeat(254)}…` });
    });
  });

  it('files it under the project', async () => {
    const projectId = '0192f000-0000-4000-8000-000000000001';
    await withLinear(
      { FindIssue: none, CreateIssue: made },
      async (client, service) => {
        await client.createEpic(epic);
        expect(sent(service, 'CreateIssue')[0]?.input).toMatchObject({ projectId });
      },
      { projectId },
    );
  });

  it('answers one that exists, also an archived one', async () => {
    await withLinear({ FindIssue: there }, async (client, service) => {
      expect(await client.createEpic(epic)).toEqual(ticket);
      expect(asked(service.only(GRAPHQL)).query).toContain('includeArchived: true');
    });
  });

  it('answers one that was made meanwhile', async () => {
    await withLinear({ FindIssue: [none, there], CreateIssue: failed('INVALID_INPUT') }, async (client) => {
      expect(await client.createEpic(epic)).toEqual(ticket);
    });
  });

  it("passes Linear's refusal on", async () => {
    await withLinear({ FindIssue: none, CreateIssue: failed('INVALID_INPUT', 'title too long') }, async (client) => {
      await expect(client.createEpic(epic)).rejects.toThrow('title too long');
    });
  });
});

describe('comment', () => {
  const input = { key: 'APP-7', text: 'Kicked off', marker: 'event-1' };
  const found = (...comments: readonly object[]) => data({ issue: { id: 'i7', comments: nodes(...comments) } });

  it('comments once for a marker', async () => {
    const answers = {
      FindComment: [found(), found({ id: 'c1' })],
      CreateComment: data({ commentCreate: { success: true } }),
    };
    await withLinear(answers, async (client, service) => {
      await client.comment(input);
      await client.comment(input);
      expect(sent(service, 'CreateComment')).toEqual([
        { input: { id: expect.stringMatching(UUID_V4), issueId: 'i7', body: 'Kicked off' } },
      ]);
    });
  });

  it('takes one that was made meanwhile for its own', async () => {
    const answers = { FindComment: [found(), found({ id: 'c1' })], CreateComment: failed('INVALID_INPUT') };
    await withLinear(answers, async (client, service) => {
      await client.comment(input);
      expect(sent(service, 'CreateComment')).toHaveLength(1);
    });
  });

  it("passes Linear's refusal on", async () => {
    const answers = { FindComment: found(), CreateComment: failed('INVALID_INPUT', 'body too long') };
    await withLinear(answers, async (client) => {
      await expect(client.comment(input)).rejects.toThrow('body too long');
    });
  });

  it('writes text as Markdown that shows it as it is', async () => {
    const answers = { FindComment: found(), CreateComment: data({ commentCreate: { success: true } }) };
    await withLinear(answers, async (client, service) => {
      await client.comment({ ...input, text: 'Released: a_b*c\n- 1 < 2\nRelease: https://a.example/x_y_z.' });
      expect(sent(service, 'CreateComment')[0]?.input?.body).toBe(
        'Released: a\\_b\\*c\n\n\\- 1 \\< 2\n\nRelease: <https://a.example/x_y_z>.',
      );
    });
  });

  it('does not take a failure for done', async () => {
    const answers = { FindComment: found(), CreateComment: data({ commentCreate: { success: false } }) };
    await withLinear(answers, async (client) => {
      await expect(client.comment(input)).rejects.toMatchObject({ code: 'integration.reply_invalid' });
    });
  });
});

describe('transition', () => {
  const state = (name: string, type: string) => ({ id: `id of ${name}`, name, type });
  const TEAM = [state('Todo', 'unstarted'), state('Done', 'completed'), state('Canceled', 'canceled')];
  const at = (current: object) => data({ issue: { id: 'i7', state: current, team: { states: nodes(...TEAM) } } });
  const moved = data({ issueUpdate: { success: true } });

  it('moves the issue to the state of that name, whatever its case', async () => {
    await withLinear({ States: at(state('Todo', 'unstarted')), SetState: moved }, async (client, service) => {
      await client.transition({ key: 'APP-7', name: 'done' });
      expect(sent(service, 'SetState')).toEqual([{ id: 'i7', input: { stateId: 'id of Done' } }]);
    });
  });

  it.each([
    ['an issue that is there', state('Done', 'completed'), 'Done'],
    ['a closed issue, when there is no such state', state('Canceled', 'canceled'), 'Shipped'],
    ['an issue closed as a duplicate, when there is no such state', state('Duplicate', 'duplicate'), 'Shipped'],
  ])('leaves %s', async (_label, current, name) => {
    await withLinear({ States: at(current) }, async (client, service) => {
      await client.transition({ key: 'APP-7', name });
      expect(sent(service, 'SetState')).toEqual([]);
    });
  });

  it('names the states there are', async () => {
    await withLinear({ States: at(state('Todo', 'unstarted')) }, async (client) => {
      await expect(client.transition({ key: 'APP-7', name: 'Shipped' })).rejects.toMatchObject({
        code: 'integration.refused',
        details: { legal: ['Todo', 'Done', 'Canceled'] },
      });
    });
  });
});
