// The outside world of a release's tasks: clients that keep to the contract of functions/_adapters/adapter.ts, remember what
// they did, and fail or dawdle when a test says so.
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { Ownership } from '../../../functions/_adapters/adapter.ts';
import type { Outside } from '../../../functions/releases/outside.ts';

export interface Build {
  readonly externalId: string;
  readonly triggerId: string;
  readonly branch: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Of the release branch: the fix that is on every one. */
const HEAD = 'c0ffee123456';

export function createServices() {
  /** Every call, in order: whether or not it had an effect. */
  const calls: string[] = [];
  /** The effects that really happened. */
  const done = {
    branches: new Map<string, string>(),
    epics: new Map<string, string>(),
    builds: [] as Build[],
    submissions: new Map<string, string>(),
    tags: new Map<string, string>(),
    pages: new Map<string, string>(),
  };
  const state: {
    /** How a version stands. */
    storeSays: { state: string; storeState: string };
    /** Runs before a call has its effect; may throw. */
    before: (call: string) => Promise<void> | void;
    /** Runs after a call had its effect, before it answers; may throw, as when an answer is lost. */
    after: (call: string) => Promise<void> | void;
  } = {
    storeSays: { state: 'IN_REVIEW', storeState: 'IN_REVIEW' },
    before: () => {},
    after: () => {},
  };

  async function act<T>(call: string, effect: () => T): Promise<T> {
    calls.push(call);
    await state.before(call);
    const result = effect();
    await state.after(call);
    return result;
  }
  const once = (kept: Map<string, string>, key: string, make: () => string): string => {
    const known = kept.get(key) ?? make();
    kept.set(key, known);
    return known;
  };

  /** An existing name is the caller's only if one of its attempts may have made it. */
  async function own(kept: Map<string, string>, name: string, { mayBeOurs, beforeMaking }: Ownership): Promise<void> {
    if (!kept.has(name)) await beforeMaking?.('sha');
    else if (mayBeOurs !== true) throw integrationErrors.branch_exists({ detail: `${name} exists` });
  }

  const verify = async () => 'it works';
  const scm = {
    verify,
    tagOf: ({ version }: { version: string }) => `v${version}`,
    headOf: async () => ({ sha: HEAD }),
    createBranch: async ({ branch, from, ...ownership }: { branch: string; from: string } & Ownership) => {
      await own(done.branches, branch, ownership);
      const made = () => ({ sha: once(done.branches, branch, () => `sha-${done.branches.size}`), did: 'MADE' });
      return act(`branch ${branch} from ${from}`, made);
    },
    createTag: async ({ tag, ...ownership }: { tag: string } & Ownership) => {
      await own(done.tags, tag, ownership);
      return act(`tag ${tag}`, () => ({ sha: once(done.tags, tag, () => 'sha'), did: 'MADE' }));
    },
    publishRelease: async ({ tag, notes, ...ownership }: { tag: string; notes: string } & Ownership) => {
      await own(done.pages, tag, ownership);
      const url = () => `https://scm.test/${tag}#${once(done.pages, tag, () => notes).length}`;
      return act(`publish ${tag}`, () => ({ url: url(), did: 'MADE' }));
    },
    comparisonUrl: () => 'https://scm.test/compare',
    commitsBetween: ({ base, head }: { base?: string; head: string }) =>
      act(`commits ${base ?? ''}..${head}`, () => [
        {
          sha: HEAD,
          message: 'Fix the door\n\nlong',
          author: 'Ada',
          accounts: [],
          committedAt: '2026-02-01T00:00:00Z',
        },
      ]),
  };
  const pipeline = (integrationId: string) => ({
    verify,
    trigger: (asked: Omit<Build, 'externalId'> & { mayHaveStarted: boolean }) =>
      act(`build ${integrationId}${asked.mayHaveStarted ? ' again' : ''}`, () => {
        const { triggerId, branch, parameters, mayHaveStarted } = asked;
        const earlier = mayHaveStarted ? done.builds.find((build) => build.triggerId === triggerId) : undefined;
        const started = earlier ?? { externalId: String(100 + done.builds.length), triggerId, branch, parameters };
        if (!earlier) done.builds.push(started);
        return { buildUrl: `https://ci.test/${started.externalId}`, externalId: started.externalId };
      }),
    status: async () => ({ status: 'RUNNING' }),
  });
  const store = (integrationId: string) => ({
    verify,
    isOneAtATime: true,
    submit: ({ version, buildNumber }: { version: string; buildNumber?: string }) =>
      act(`submit ${integrationId} ${version} ${buildNumber ?? ''}`.trim(), () => ({
        submissionId: once(
          done.submissions,
          `${integrationId} ${version} ${buildNumber}`,
          () => `s-${done.submissions.size}`,
        ),
        versionId: `${integrationId} ${version}`,
      })),
    status: ({ version }: { version: string }) => act(`status ${integrationId} ${version}`, () => state.storeSays),
    withdraw: ({ version }: { version: string }) =>
      act(`withdraw ${integrationId} ${version}`, () => ({ state: 'WITHDRAWN', storeState: 'DEVELOPER_REJECTED' })),
    release: ({ version }: { version: string }) =>
      act(`release ${integrationId} ${version}`, () => ({ state: 'RELEASED', storeState: 'READY_FOR_DISTRIBUTION' })),
  });
  const tickets = {
    verify,
    createEpic: ({ marker }: { marker: string }) =>
      act(`epic ${marker}`, () => {
        const key = once(done.epics, marker, () => `APP-${done.epics.size + 1}`);
        return { key, url: `https://jira.test/${key}` };
      }),
    comment: async () => {},
    transition: async () => {},
  };
  const outside = {
    scm: async () => scm,
    pipeline: async (_: string, integrationId: string) => pipeline(integrationId),
    store: async (_: string, integrationId: string) => store(integrationId),
    tickets: async () => tickets,
  } as unknown as Outside;
  return { calls, done, state, outside };
}
