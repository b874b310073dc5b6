// The services that lifecycle tasks call, in memory: what was asked of them is kept, and each call can be made to fail.
import type { BuildState, ScmCommit } from '../../functions/_adapters/adapter.ts';
import type { Outside } from '../../functions/releases/outside.ts';

export interface FakeOutside {
  readonly outside: Outside;
  /** `createBranch {"branch":…}` and so on, in order. */
  readonly calls: string[];
  /** Stores that answer an earlier submission, with the notes it had. */
  readonly keepsNotes: Set<string>;
  /** Targets whose store refuses these notes. */
  readonly refusedNotes: Map<string, readonly { locale: string; reason: string }[]>;
  /** The newest build that a store has, which it takes unless it is told one. */
  readonly newest: Map<string, string>;
  /** What CI shows of a pipeline's build when it is asked; may throw. Nothing without it. */
  readonly shows: Map<string, () => BuildState | undefined>;
  /** What has been pushed to the release branch since it was cut. */
  readonly pushed: ScmCommit[];
}

export function fakeOutside(): FakeOutside {
  const calls: string[] = [];
  const pushed: ScmCommit[] = [];
  const keepsNotes = new Set<string>();
  const refusedNotes: FakeOutside['refusedNotes'] = new Map();
  const newest = new Map<string, string>();
  const shows: FakeOutside['shows'] = new Map();
  let builds = 0;
  const note = <Input, Answer>(name: string, answer: (input: Input) => Answer) => {
    return async (input: Input): Promise<Answer> => {
      calls.push(`${name} ${JSON.stringify(input)}`);
      return answer(input);
    };
  };
  const verify = async () => 'fine';
  /** The last ones of more than `limit`. */
  const since = (base: string | undefined, limit = 250) =>
    pushed.slice(pushed.findIndex(({ sha }) => sha === base) + 1).slice(-limit);
  const scm = {
    verify,
    tagOf: ({ version }: { version: string }) => `v${version}`,
    headOf: async () => ({ sha: pushed.at(-1)?.sha ?? 'cut' }),
    createBranch: note('createBranch', () => ({ sha: 'cut', did: 'MADE' })),
    createTag: note('createTag', () => ({ sha: 'tagged', did: 'MADE' })),
    publishRelease: note('publishRelease', () => ({ url: 'https://scm.test/release', did: 'MADE' })),
    comparisonUrl: ({ base, head }: { base?: string; head: string }) => `https://scm.test/${base ?? ''}...${head}`,
    commitsBetween: note('commitsBetween', ({ base, limit }: { base?: string; limit?: number }) => since(base, limit)),
  };
  const pipeline = (id: string) => ({
    verify,
    trigger: note(`trigger ${id}`, () => {
      builds += 1;
      return { buildUrl: `https://ci.test/${builds}/`, externalId: String(builds) };
    }),
    status: note(`status ${id}`, () => shows.get(id)?.()),
  });
  const store = (id: string) => ({
    verify,
    isOneAtATime: true,
    submit: note(`submit ${id}`, ({ buildNumber, percentage }: { buildNumber?: string; percentage?: number }) => ({
      submissionId: `s-${buildNumber}`,
      ...(buildNumber === undefined && newest.has(id) && { buildNumber: newest.get(id) }),
      ...(percentage === undefined ? {} : { percentage }),
      ...(keepsNotes.has(id) && { keepsNotes: true }),
      ...(refusedNotes.has(id) && { refusedNotes: refusedNotes.get(id) }),
    })),
  });
  const tickets = {
    verify,
    createEpic: note('createEpic', ({ marker }: { marker: string }) => ({ key: marker, url: 'https://tickets.test' })),
    comment: note('comment', () => undefined),
    transition: note('transition', () => undefined),
  };
  const outside = {
    scm: async () => scm,
    pipeline: async (_: string, id: string) => pipeline(id),
    store: async (_: string, id: string) => store(id),
    tickets: async () => tickets,
  };
  return { outside: outside as unknown as Outside, calls, pushed, newest, shows, keepsNotes, refusedNotes };
}
