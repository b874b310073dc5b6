// What one release left in the outside world, read from the inbox of the stand-ins: each effect with how often it was seen
// and how often it should be. The demo and the tests that kill the runtime both judge by it.
import { fetchWithPatience } from '../seed/api-client.ts';

export interface Effect {
  readonly service: string;
  readonly what: string;
  readonly seen: number;
  readonly expected: number;
}

interface InboxItem {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

interface Expectation {
  readonly service: string;
  readonly what: string;
  readonly expected: number;
  readonly method: string;
  readonly path: RegExp;
  /** Of the body as JSON text. */
  readonly holds: readonly string[];
  /** Whether the request came to something, given all of them; every one does unless told. */
  readonly hadEffect?: (item: InboxItem, items: readonly InboxItem[]) => boolean;
}

/** What is written into an edit of Google Play is nothing before that edit is committed. */
const isCommitted = ({ path }: InboxItem, items: readonly InboxItem[]): boolean =>
  items.some((item) => item.method === 'POST' && item.path === path.replace(/\/tracks\/.*$/, ':commit'));

const quoted = (name: string, value: string): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

/** Titles of the Slack messages of a planned release with two builds and two targets. */
const MESSAGES: readonly (readonly [string, number])[] = [
  ['Release created', 1],
  ['Kicked off', 1],
  ['Build triggered', 2],
  ['Build succeeded', 2],
  ['Regression started', 1],
  ['Approval wanted', 1],
  ['Regression signed off', 1],
  ['Submitted', 2],
  ['Target released', 2],
  ['Released', 1],
];

function expectations(version: string, releaseKey: string): readonly Expectation[] {
  const post = { method: 'POST', expected: 1 };
  const branch = `release/${version}`;
  return [
    {
      ...post,
      service: 'github',
      what: 'branch',
      path: /\/git\/refs$/,
      holds: [quoted('ref', `refs/heads/${branch}`)],
    },
    { ...post, service: 'github', what: 'tag', path: /\/git\/refs$/, holds: [quoted('ref', `refs/tags/v${version}`)] },
    {
      ...post,
      service: 'github',
      what: 'release page',
      path: /\/releases$/,
      holds: [quoted('tag_name', `v${version}`)],
    },
    { ...post, service: 'github', what: 'build', path: /\/dispatches$/, holds: [quoted('RELEASE_VERSION', version)] },
    {
      ...post,
      service: 'jenkins',
      what: 'build',
      path: /\/buildWithParameters$/,
      holds: [quoted('RELEASE_VERSION', version)],
    },
    { ...post, service: 'jira', what: 'epic', expected: 2, path: /\/issue$/, holds: ['"Epic"', ` ${version} (`] },
    {
      ...post,
      service: 'app-store',
      what: 'submission',
      path: /\/appStoreVersions$/,
      holds: [quoted('versionString', version)],
    },
    {
      service: 'play-store',
      what: 'submission',
      expected: 1,
      method: 'PUT',
      path: /\/tracks\/production$/,
      holds: [quoted('name', version)],
      hadEffect: isCommitted,
    },
    ...MESSAGES.map(([title, expected]) => ({
      ...post,
      service: 'slack',
      what: `message "${title}"`,
      expected,
      path: /\/chat\.postMessage$/,
      holds: [`"text":"${title}: ${releaseKey}`],
    })),
  ];
}

async function readInbox(url: string): Promise<readonly InboxItem[]> {
  const reply = await fetchWithPatience(`${url}/_local/inbox?limit=100000`, {});
  return ((await reply.json()) as { items: InboxItem[] }).items;
}

/** Accepted requests only: what a service refused or was told to fail had no effect. */
const isAccepted = ({ status, body }: InboxItem): boolean =>
  status >= 200 && status < 300 && (body as { ok?: unknown } | null)?.ok !== false;

/** Transitions of this release's epics: an issue is known by the key that the release holds. */
async function transitions(items: readonly InboxItem[], epics: readonly string[]): Promise<Effect> {
  const isOurs = ({ path }: InboxItem) => epics.some((key) => path.endsWith(`/issue/${key}/transitions`));
  const seen = items.filter((item) => item.method === 'POST' && isOurs(item) && isAccepted(item)).length;
  return { service: 'jira', what: 'epic closed', seen, expected: epics.length };
}

export interface OutcomeOf {
  readonly version: string;
  readonly releaseKey: string;
  readonly epics: readonly string[];
}

export async function readOutcome(url: string, { version, releaseKey, epics }: OutcomeOf): Promise<readonly Effect[]> {
  const items = (await readInbox(url)).filter(isAccepted);
  const effects = expectations(version, releaseKey).map((expectation) => {
    const { service, what, expected, method, path, holds, hadEffect } = expectation;
    const isSuch = (item: InboxItem): boolean => {
      if (item.service !== service || item.method !== method || !path.test(item.path)) return false;
      const text = JSON.stringify(item.body);
      return holds.every((part) => text.includes(part)) && (hadEffect?.(item, items) ?? true);
    };
    return { service, what, seen: items.filter(isSuch).length, expected };
  });
  return [...effects, await transitions(items, epics)];
}

export const isAsExpected = (effects: readonly Effect[]): boolean =>
  effects.every(({ seen, expected }) => seen === expected);

const POLL_MS = 100;

/** Waits until every effect has been seen as often as expected; answers what was seen when it was, or when time was up. */
export async function awaitOutcome(url: string, of: OutcomeOf, patienceMs: number): Promise<readonly Effect[]> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const effects = await readOutcome(url, of);
    if (isAsExpected(effects) || Date.now() > deadline) return effects;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
