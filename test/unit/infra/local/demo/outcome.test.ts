// Judging a release by what the stand-ins were sent: every effect once, each kind of loss and repetition seen.
import { describe, expect, it } from 'vitest';
import { HOTFIX, PLANNED, PROMOTED } from '../../../../../infra/local/demo/counts.ts';
import { type Effect, type Request, titled } from '../../../../../infra/local/demo/expectations.ts';
import { isAsExpected, judge } from '../../../../../infra/local/demo/outcome.ts';
import { threadEffects } from '../../../../support/releases/release-outcome.ts';

const FACTS = { version: '1.5.0', releaseKey: 'app@1.5.0', epics: ['APP-1', 'APP-2'] };
const request = (service: string, method: string, path: string, body: unknown, status = 200): Request => ({
  ...{ service, method, path, body, status },
});
const post = (service: string, path: string, body: unknown) => request(service, 'POST', path, body);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const EDITS = '/androidpublisher/v3/applications/com.acme/edits';
/** A change of the track that is committed, with what was there before behind it. */
const track = (id: number, percentage: number, version = FACTS.version): Request[] => {
  const release = percentage < 100 ? { name: version, userFraction: percentage / 100 } : { name: version };
  const releases = [release, { name: '1.4.0', status: 'completed' }];
  return [
    request('play-store', 'PUT', `${EDITS}/${id}/tracks/production`, { track: 'production', releases }),
    post('play-store', `${EDITS}/${id}:commit`, ''),
  ];
};
const say = (text: string, channel: string, thread?: string) =>
  post('slack', '/api/chat.postMessage', { channel, text, ...(thread && { thread_ts: thread }) });
const CHANNELS: Readonly<Record<string, string>> = {
  'Build triggered': 'C2',
  'Build succeeded': 'C2',
  'Build failed': 'C2',
  'Approval wanted': 'C3',
};

const commented = (key: string, title: string): Request =>
  post('jira', `/rest/api/3/issue/${key}/comment`, { body: [{ text: titled(title, 'app@1.5.0') }] });

/** The exact effects of the planned release of the demo. */
function whole(): Request[] {
  const messages = Object.entries(PLANNED.slack).flatMap(([title, count]) =>
    times(count, () =>
      say(`${titled(title, 'app@1.5.0')}\nmore`, CHANNELS[title] ?? 'C1', CHANNELS[title] ? undefined : '1.0'),
    ),
  );
  const comments = Object.entries(PLANNED.comments ?? {}).flatMap(([title, count]) =>
    FACTS.epics.flatMap((key) => times(count, () => commented(key, title))),
  );
  const [ownEpic = ''] = FACTS.epics;
  const ownComments = Object.entries(PLANNED.ownComments ?? {}).flatMap(([title, count]) =>
    times(count, () => commented(ownEpic, title)),
  );
  return [
    post('github', '/repos/acme/app/git/refs', { ref: 'refs/heads/release/1.5.0' }),
    ...times(2, () => post('github', '/x/dispatches', { inputs: { RELEASE_VERSION: '1.5.0' } })),
    post('github', '/repos/acme/app/git/refs', { ref: 'refs/tags/v1.5.0' }),
    post('github', '/repos/acme/app/releases', { tag_name: 'v1.5.0' }),
    ...times(3, () => post('jenkins', '/job/ios/buildWithParameters', { RELEASE_VERSION: '1.5.0' })),
    post('app-store', '/v1/appStoreVersions', { data: { attributes: { versionString: '1.5.0' } } }),
    ...times(2, () => request('app-store', 'PATCH', '/v1/reviewSubmissions/s1', { data: { submitted: true } })),
    ...[track(1, 20), track(2, 20), track(3, 100)].flat(),
    ...FACTS.epics.map((_, index) =>
      post('jira', '/rest/api/3/issue', { type: 'Epic', summary: `app 1.5.0 (${index})` }),
    ),
    ...FACTS.epics.map((key) => post('jira', `/rest/api/3/issue/${key}/transitions`, {})),
    say('app@1.5.0: Kickoff pending', 'C1'),
    ...messages,
    ...comments,
    ...ownComments,
    post('slack', '/api/chat.update', { channel: 'C1', text: 'app@1.5.0: Released' }),
  ];
}
const OF = { ...FACTS, counts: PLANNED, reviewSubmissionId: 's1' };
const wrongIn = (inbox: readonly Request[]): string[] =>
  [...judge(inbox, OF), ...threadEffects(inbox, OF)]
    .filter(({ seen, expected }: Effect) => seen !== expected)
    .map(({ service, what, seen, expected }) => `${service} ${what}: ${seen} of ${expected}`);

describe('an outcome', () => {
  it('is as expected when everything happened as often as it should', () => {
    expect(wrongIn(whole())).toEqual([]);
    expect(isAsExpected(judge(whole(), OF))).toBe(true);
  });

  it('of another release beside it changes nothing', () => {
    const renamed = JSON.stringify(whole())
      .replaceAll('1.5.0', '1.4.1')
      .replaceAll('APP-', 'OPS-')
      .replaceAll('/s1', '/s2');
    expect(wrongIn([...whole(), ...(JSON.parse(renamed) as Request[])])).toEqual([]);
  });

  it.each(whole().map((item, index) => [index, item.service, item.path] as const))(
    'without request %s (%s %s) is not',
    (index) => {
      expect(wrongIn(whole().toSpliced(index, 1))).not.toEqual([]);
    },
  );

  it.each(
    whole()
      .map((item, index) => [index, item.service, item.path] as const)
      .filter(([, , path]) => !path.endsWith(':commit') && !path.endsWith('chat.update')),
  )('with request %s (%s %s) twice is not', (index) => {
    const inbox = whole();
    expect(wrongIn([...inbox, inbox[index] as Request])).not.toEqual([]);
  });

  it.each([
    ['refused', (item: Request) => ({ ...item, status: 429 })],
    [
      'answered with an error that Slack sends as 200',
      (item: Request) => ({ ...item, body: { ...Object(item.body), ok: false } }),
    ],
  ])('does not count what was %s', (_, spoil) => {
    const inbox = whole();
    const index = inbox.findIndex(({ body }) => JSON.stringify(body).includes('Held back'));
    expect(wrongIn(inbox.with(index, spoil(inbox[index] as Request)))).toContain('slack message "Held back": 0 of 1');
  });
});

describe('the thread in Slack', () => {
  const changed = (title: string, over: object) =>
    whole().map((item) =>
      JSON.stringify(item.body).includes(`"${title}: app`) && item.service === 'slack'
        ? { ...item, body: { ...Object(item.body), ...over } }
        : item,
    );

  it.each([
    ['a message beside it', changed('Held back', { thread_ts: undefined })],
    ['a message in another thread', changed('Held back', { thread_ts: '2.0' })],
  ])('is not one with %s', (_, inbox) => {
    expect(wrongIn(inbox)).toHaveLength(1);
    expect(wrongIn(inbox)[0]).toContain('slack thread below it');
  });

  it('is out of date when its parent was not changed at the end', () => {
    const inbox = whole().map((item) =>
      item.path.endsWith('chat.update')
        ? { ...item, body: { channel: 'C1', text: 'app@1.5.0: Build submitted' } }
        : item,
    );
    expect(wrongIn(inbox)).toEqual(['slack parent says Released: 0 of 1']);
  });
});

describe('a promotion', () => {
  const told = (environment: string, what: string) => say(`${what} ${environment}: app@1.5.0\nmore`, 'C1');

  it('is messages and comments about its release, and nothing else', () => {
    const effects = judge([...whole(), told('staging', 'Deployed to'), commented('APP-1', 'Deployed to staging')], {
      ...FACTS,
      counts: PROMOTED,
    });
    expect([...new Set(effects.map(({ service }) => service))].sort()).toEqual(['jira', 'slack']);
    expect(effects).toContainEqual({ service: 'slack', what: 'message "Deployed to staging"', seen: 1, expected: 1 });
    expect(effects).toContainEqual({ service: 'jira', what: 'comment "Deployed to staging"', seen: 1, expected: 2 });
    expect(effects.filter(({ what }) => what.includes('production')).map(({ seen }) => seen)).toEqual([0, 0, 0, 0]);
  });
});

describe('a hotfix', () => {
  it('has nothing to do with Jenkins and the App Store', () => {
    const of = (service: string) =>
      judge([], { ...FACTS, counts: HOTFIX }).filter((effect) => effect.service === service && effect.expected > 0);
    expect([of('jenkins'), of('app-store')]).toEqual([[], []]);
  });
});
