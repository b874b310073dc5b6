// The requests that one release is expected to make: which, to which stand-in, and how many.
import type { Counts, Messages } from './counts.ts';

/** A request to a stand-in as its inbox shows it. */
export interface Request {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

/** By what the requests of one release are known. */
export interface Facts {
  readonly version: string;
  readonly releaseKey: string;
  /** Keys of its epics. */
  readonly epics: readonly string[];
  /** The review submission of the App Store; without it, how often it was submitted is not looked at. */
  readonly reviewSubmissionId?: string | undefined;
}

export interface Effect {
  readonly service: string;
  readonly what: string;
  readonly seen: number;
  readonly expected: number;
}

export interface Expectation {
  readonly service: string;
  readonly what: string;
  readonly expected: number;
  readonly method: string;
  readonly path: RegExp;
  /** Whether a request to this path is one, given all of them. */
  readonly isSuch: (item: Request, items: readonly Request[]) => boolean;
}

const holds =
  (...parts: readonly string[]) =>
  ({ body }: Request): boolean =>
    parts.every((part) => JSON.stringify(body).includes(part));

const quoted = (name: string, value: string): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`;

/** Changes in an edit of Google Play count only once the edit is committed. */
const isCommitted = ({ path }: Request, items: readonly Request[]): boolean =>
  items.some((item) => item.method === 'POST' && item.path === path.replace(/\/tracks\/.*$/, ':commit'));

/** Of the users who are to get this version by the change of the track; undefined when the change is about another. */
function percentageOf({ body }: Request, version: string): number | undefined {
  const { releases } = body as { releases?: readonly { name: string; userFraction?: number }[] };
  const [release] = releases ?? [];
  return release?.name === version ? Math.round((release.userFraction ?? 1) * 100) : undefined;
}

function github({ version }: Facts, { builds }: Counts): Expectation[] {
  const row = (what: string, path: RegExp, name: string, value: string, expected = 1): Expectation => ({
    ...{ service: 'github', method: 'POST', what, path, expected },
    isSuch: holds(quoted(name, value)),
  });
  return [
    row('branch', /\/git\/refs$/, 'ref', `refs/heads/release/${version}`),
    row('build', /\/dispatches$/, 'RELEASE_VERSION', version, builds.github),
    row('tag', /\/git\/refs$/, 'ref', `refs/tags/v${version}`),
    row('release page', /\/releases$/, 'tag_name', `v${version}`),
  ];
}

function stores({ version, reviewSubmissionId }: Facts, { appStore, playStore }: Counts): Expectation[] {
  const apple = { service: 'app-store', method: 'POST' };
  const submitted = holds('"submitted":true');
  return [
    {
      ...{ ...apple, what: 'version', expected: Math.min(appStore, 1), path: /\/appStoreVersions$/ },
      isSuch: holds(quoted('versionString', version)),
    },
    ...(reviewSubmissionId === undefined
      ? []
      : [
          {
            ...{ ...apple, method: 'PATCH', what: 'submission', expected: appStore, path: /\/reviewSubmissions\// },
            isSuch: (item: Request) => item.path.endsWith(reviewSubmissionId) && submitted(item),
          },
        ]),
    ...Object.entries(playStore).map(([percentage, expected]) => ({
      ...{ service: 'play-store', method: 'PUT', path: /\/tracks\/production$/, expected },
      what: `version for ${percentage} %`,
      isSuch: (item: Request, items: readonly Request[]) =>
        percentageOf(item, version) === Number(percentage) && isCommitted(item, items),
    })),
  ];
}

/** The release stands at `{X}`, or at the end. */
export const titled = (title: string, releaseKey: string): string =>
  title.includes('{X}') ? title.replace('{X}', releaseKey) : `${title}: ${releaseKey}`;

const named = (title: string): string => title.replace(' {X}', '');

const JIRA = { service: 'jira', method: 'POST' };

const isOf =
  (epics: readonly string[], tail: string) =>
  ({ path }: Request): boolean =>
    epics.some((key) => path.endsWith(`/issue/${key}/${tail}`));

const epics = ({ version, epics: keys }: Facts, expected: number): Expectation[] => [
  {
    ...{ ...JIRA, what: 'epic', expected, path: /\/issue$/ },
    isSuch: holds('"Epic"', ` ${version} (`),
  },
  {
    ...{ ...JIRA, what: 'epic closed', expected, path: /\/transitions$/ },
    isSuch: isOf(keys, 'transitions'),
  },
];

function messages({ releaseKey, epics: keys }: Facts, counts: Messages, epicCount: number): Expectation[] {
  const isComment = isOf(keys, 'comment');
  const comment = (title: string, expected: number): Expectation => ({
    ...{ ...JIRA, what: `comment "${named(title)}"`, expected, path: /\/comment$/ },
    isSuch: (item) => isComment(item) && holds(`"${titled(title, releaseKey)}`)(item),
  });
  return [
    ...Object.entries(counts.comments ?? {}).map(([title, expected]) => comment(title, expected * epicCount)),
    ...Object.entries(counts.ownComments ?? {}).map(([title, expected]) => comment(title, expected)),
    ...Object.entries(counts.slack).map(([title, expected]) => ({
      ...{ service: 'slack', method: 'POST', path: /\/chat\.postMessage$/, expected },
      what: `message "${named(title)}"`,
      isSuch: holds(`"text":"${titled(title, releaseKey)}`),
    })),
  ];
}

/** Of a whole release, or of messages and comments alone. */
export function expectations(facts: Facts, counts: Counts | Messages): readonly Expectation[] {
  if (!('builds' in counts)) return messages(facts, counts, facts.epics.length);
  return [
    ...github(facts, counts),
    {
      ...{ service: 'jenkins', method: 'POST', what: 'build', expected: counts.builds.jenkins },
      path: /\/buildWithParameters$/,
      isSuch: holds(quoted('RELEASE_VERSION', facts.version)),
    },
    ...stores(facts, counts),
    ...epics(facts, counts.epics),
    ...messages(facts, counts, counts.epics),
  ];
}
