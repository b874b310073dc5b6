// The services that lifecycle tasks call, in memory: what was asked of them is kept, and each call can be made to fail.
import { integrationErrors } from '../../entities/integrations/errors.ts';
import type { BuildState, ScmCommit } from '../../functions/_adapters/adapter.ts';
import type { StoreStatus } from '../../functions/_adapters/store/store-client.ts';
import type { Outside } from '../../functions/releases/outside.ts';

export interface FakeOutside {
  readonly outside: Outside;
  /** `createBranch {"branch":…}` and so on, in order. */
  readonly calls: string[];
  /** By store and version, which is its id here: what the store says of it. */
  readonly stores: Map<string, Map<string, StoreStatus>>;
  /** Stores that take one version at a time, and refuse another while one is in review. */
  readonly onePlace: Set<string>;
  /** Stores that refuse every question about a version. */
  readonly failing: Set<string>;
  /** Stores that answer an earlier submission, with the notes it had. */
  readonly keepsNotes: Set<string>;
  /** Targets whose store refuses these notes. */
  readonly refusedNotes: Map<string, readonly { locale: string; reason: string }[]>;
  /** The newest build that a store has, which it takes unless it is told one. */
  readonly newest: Map<string, string>;
  /** CI's answer about a pipeline's build; may throw. Without it, CI shows no build. */
  readonly shows: Map<string, () => BuildState | undefined>;
  /** The commits pushed to the release branch since it was cut. */
  readonly pushed: ScmCommit[];
  /** Branches that somebody deleted. */
  readonly deleted: Set<string>;
}

interface Submission {
  readonly version: string;
  readonly buildNumber?: string;
  readonly percentage?: number;
}

export function fakeOutside(): FakeOutside {
  const calls: string[] = [];
  const pushed: ScmCommit[] = [];
  const deleted = new Set<string>();
  const keepsNotes = new Set<string>();
  const refusedNotes: FakeOutside['refusedNotes'] = new Map();
  const newest = new Map<string, string>();
  const shows: FakeOutside['shows'] = new Map();
  const onePlace = new Set<string>();
  const failing = new Set<string>();
  const stores = new Map<string, Map<string, StoreStatus>>();
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
    headOf: async ({ branch }: { branch: string }) =>
      deleted.has(branch) ? undefined : { sha: pushed.at(-1)?.sha ?? 'cut' },
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
  const held = (id: string) => {
    const known = stores.get(id) ?? new Map<string, StoreStatus>();
    stores.set(id, known);
    return known;
  };
  const asked = ({ version, versionId = version }: { version: string; versionId?: string }) => versionId;
  const store = (id: string) => {
    const put = (name: string, next: (now: StoreStatus) => Partial<StoreStatus>) =>
      note(`${name} ${id}`, (input: { version: string; versionId?: string }): StoreStatus => {
        if (failing.has(id)) throw integrationErrors.refused({ detail: 'not now' });
        const now = held(id).get(asked(input)) ?? { state: 'NOT_SUBMITTED', storeState: 'absent' };
        const after = { ...now, ...next(now) };
        held(id).set(asked(input), after);
        return after;
      });
    return {
      verify,
      isOneAtATime: true,
      submit: note(`submit ${id}`, ({ version, buildNumber, percentage }: Submission) => {
        const other = [...held(id)].find(([versionId, { state }]) => versionId !== version && state === 'IN_REVIEW');
        if (other && onePlace.has(id)) {
          const inTheWay = { version: other[0], versionId: other[0], ...other[1] };
          throw integrationErrors.version_in_the_way({ members: { inTheWay } });
        }
        const state = percentage === undefined ? 'IN_REVIEW' : 'ROLLING_OUT';
        held(id).set(version, { state, storeState: state, ...(percentage === undefined ? {} : { percentage }) });
        return {
          submissionId: `s-${buildNumber}`,
          ...(buildNumber === undefined && newest.has(id) && { buildNumber: newest.get(id) }),
          versionId: version,
          ...(percentage === undefined ? {} : { percentage }),
          ...(keepsNotes.has(id) && { keepsNotes: true }),
          ...(refusedNotes.has(id) && { refusedNotes: refusedNotes.get(id) }),
        };
      }),
      status: put('status', () => ({})),
      withdraw: put('withdraw', ({ state }) =>
        state === 'ROLLING_OUT'
          ? { state: 'HALTED', storeState: 'halted' }
          : { state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' },
      ),
      release: put('release', () => ({ state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' })),
      rollOut: put('rollOut', () => ({ state: 'RELEASED', storeState: 'completed' })),
      haltRollout: put('halt', () => ({ state: 'HALTED', storeState: 'halted' })),
    };
  };
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
  return {
    outside: outside as unknown as Outside,
    calls,
    pushed,
    deleted,
    newest,
    shows,
    keepsNotes,
    refusedNotes,
    stores,
    onePlace,
    failing,
  };
}
