// The Linear notifier, in front of Linear's stand-in: each comment and each closing of an issue once. Code that it
// shares with the Jira notifier is tested there.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createLinearClient } from '../../../../functions/_adapters/linear/linear-client.ts';
import { notifyEpics } from '../../../../functions/notifiers/_teller/epics.ts';
import { type InboxItem, type OutsideServer, startOutsideServer } from '../../../support/services/outside-server.ts';
import { busEvent, type Notifier, startNotifier } from './fixture.ts';

let outside: OutsideServer;
beforeAll(async () => {
  outside = await startOutsideServer();
});
afterAll(() => outside.stop());

let notifier: Notifier;
let keys: string[];
let before: number;

beforeEach(async () => {
  notifier = await startNotifier((deps) => notifyEpics('LINEAR', createLinearClient, deps));
  const { config, credentials } = outside.contextOf('LINEAR');
  const client = createLinearClient(outside.contextOf('LINEAR'));
  const create = (marker: string) => client.createEpic({ summary: 's', description: '', marker });
  // Issues of their own for every test: their markers decide their ids.
  keys = [];
  for (const platform of ['ios', 'web'])
    keys.push((await create(`${expect.getState().currentTestName}:${platform}`)).key);
  await notifier.addRelease({ ticketIntegrationId: 'linear-1', iOSEpicId: keys[0], webEpicId: keys[1] });
  await notifier.addIntegration('linear-1', 'LINEAR', config, credentials);
  before = outside.received('linear').length;
});
afterEach(() => notifier.stop());

const released = busEvent('ReleaseReleased', { releaseDate: '2026-03-01', tag: 'v1.5.0' });

interface Asked {
  readonly query: string;
  readonly variables: { readonly input: { readonly body?: string } };
}
const asked = ({ body }: InboxItem) => body as Asked;
const since = (mutation: string) =>
  outside
    .received('linear')
    .slice(before)
    .filter((item) => item.status === 200 && asked(item).query.includes(mutation))
    .map((item) => asked(item).variables.input);
const counts = () => [since('commentCreate').length, since('issueUpdate').length];

it('comments every issue and closes none before the release', async () => {
  expect(await notifier.receive(busEvent('ReleaseDelayed', { reason: 'QA is *busy*' }))).toBe('DONE');
  expect(counts()).toEqual([2, 0]);
  const [{ body } = {}] = since('commentCreate');
  const words = ['Delayed: payments-api@1.5.0', 'QA is \\*busy\\*', 'By Ada Lovelace', 'Release: <https://windlass.'];
  expect(body).toContain(words.join('\n\n'));
});

it('comments and closes every issue at the release, and notes each', async () => {
  expect(await notifier.receive(released)).toBe('DONE');
  expect(counts()).toEqual([2, 2]);
  const noted = await notifier.notifications('event-ReleaseReleased');
  expect(Object.keys(noted).sort()).toEqual(keys.flatMap((key) => [`comment:${key}`, `transition:${key}`]).sort());
  for (const one of Object.values(noted)) expect(one).toMatchObject({ channel: 'LINEAR', status: 'SENT' });
});

it('comments and closes once under kills after every step', async () => {
  for (const notes of [0, 1, 1, 1]) {
    expect(await notifier.receive(released, 1, notifier.killedAfter(notes))).toBe('PUT_BACK');
    notifier.wait(21);
  }
  expect(await notifier.receive(released, 5)).toBe('DONE');
  expect(counts()).toEqual([2, 2]);
});

it('closes the issues of a tenant that wants no comments', async () => {
  await notifier.switches({ linear: { releases: false, builds: true, approvals: true, incidents: true } });
  expect(await notifier.receive(released)).toBe('DONE');
  expect(counts()).toEqual([0, 2]);
});

it('has nothing to do for a release whose tickets are in Jira', async () => {
  await notifier.addIntegration('linear-1', 'JIRA', {}, {});
  expect(await notifier.receive(released)).toBe('DONE');
  expect(counts()).toEqual([0, 0]);
});
