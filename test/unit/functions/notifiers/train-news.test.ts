// News of a train: told in the chat of its releases, or where it has none in every chat of the tenant.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notifySlack } from '../../../../functions/notifiers/slack/notify-slack.ts';
import { type HttpService, startHttpService } from '../../../support/services/http-service.ts';
import { busEvent, type Notifier, startNotifier } from './fixture.ts';
import { bodiesOf, POST, posted } from './slack/slack-fixture.ts';

let notifier: Notifier;
let slacks: Map<string, HttpService>;

beforeEach(async () => {
  slacks = new Map();
  notifier = await startNotifier((deps) => notifySlack(deps));
  for (const id of ['slack-1', 'slack-2']) {
    const service = await startHttpService({ [POST]: posted });
    slacks.set(id, service);
    const config = { baseUrl: service.url, channels: { releases: 'C1', incidents: 'C9' } };
    const verified = { verificationStatus: 'VALID' };
    await notifier.addIntegration(id, 'SLACK', config, { botToken: 'xoxb-secret-token' }, true, verified);
  }
});
afterEach(async () => {
  for (const slack of slacks.values()) await slack[Symbol.asyncDispose]();
  await notifier.stop();
});

const failed = (over: object) => {
  const event = busEvent('TrainFailed', {});
  const train = { trainId: 'train-1', service: 'app', name: 'Weekly', leg: 3 };
  const data = { ...train, departedAt: '2026-03-10T09:00:00.000Z', error: 'the SCM integration is INVALID', ...over };
  return { ...event, source: 'windlass.trains', detail: { ...event.detail, data } };
};
const toldIn = (id: string) => bodiesOf(slacks.get(id) as HttpService, POST).map((body) => JSON.stringify(body));

it('tells a failed departure in the chat of the train, once, with why and a link (W7)', async () => {
  const event = failed({ communicationIntegrationId: 'slack-2' });
  expect(await notifier.receive(event as never)).toBe('DONE');
  expect(await notifier.receive(event as never, 2)).toBe('DONE');
  const [told, ...others] = toldIn('slack-2');
  expect([toldIn('slack-1'), others]).toEqual([[], []]);
  expect(told).toContain('"channel":"C9"');
  expect(told).toContain('No release of app: the train Weekly did not depart');
  expect(told).toContain('the SCM integration is INVALID');
  expect(told).toContain('https://windlass.example.com/console/acme/trains/train-1');
});

it('tells it in every chat of the tenant where the train has none (W7)', async () => {
  expect(await notifier.receive(failed({}) as never)).toBe('DONE');
  expect([toldIn('slack-1'), toldIn('slack-2')].map(({ length }) => length)).toEqual([1, 1]);
});
