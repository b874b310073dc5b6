// The sample tenant of a start: kept while it exists, made anew once an operator has deleted it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../../../infra/local/contracts.ts';
import type { Credentials } from '../../../../infra/local/seed/credentials.ts';
import { sampleIntegrations } from '../../../../infra/local/seed/sample-integrations.ts';
import { type Samples, seed } from '../../../../infra/local/seed/seed.ts';
import { type Answer, type Answers, startHttpService } from '../../../support/services/http-service.ts';

const tokens = { admin: 'wl_admin', lead: 'l', developer: 'd', viewer: 'v', ci: 'c' };
const credentials = (id: string): Credentials => ({ url: 'http://before', tenant: { id, slug: 'acme' }, tokens });
const made: InvocationResult = {
  ok: true,
  payload: {
    tenant: { id: 'new', slug: 'acme' },
    tokens: Object.entries(tokens).map(([role, token]) => ({ role: role.toUpperCase(), token })),
  },
};
const beingDeleted: InvocationResult = { ok: false, errorType: 'tenant.slug_taken', errorMessage: 'is being deleted' };

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'windlass-seed-'));
});
afterEach(() => rmSync(data, { recursive: true }));

/** A start with this file and this API, which answers nothing but who one is. */
async function start(before: Credentials | undefined, me: Answer, bootstrapped: InvocationResult, samples: Samples) {
  const file = join(data, 'credentials.json');
  if (before) writeFileSync(file, JSON.stringify(before));
  const noSamples = { status: 500, body: { code: 'request.internal', detail: 'no samples here' } };
  await using service = await startHttpService({ 'GET /api/v1/old/me': me, '*': noSamples });
  const invoked: object[] = [];
  const days: (number | undefined)[] = [];
  const lines: string[] = [];
  const invoke = {
    invoke: async (_: string, input: object) => {
      invoked.push(input);
      days.push(0);
      return bootstrapped;
    },
  };
  const log = (line: string) => void lines.push(line);
  const moveClock = async (time: number | undefined) =>
    void days.push(time && Math.round((time - Date.now()) / 86_400_000));
  const options = { url: service.url, data, samples, invoke, outputs: {}, moveClock, log };
  const error = await seed(options as never).catch((failure: Error) => failure.message);
  const asked = service.seen.map(({ path }) => path);
  return { error, asked, invoked, days, lines, kept: JSON.parse(readFileSync(file, 'utf8')) as Credentials };
}

const REFUSED: Answer = { status: 401, body: { code: 'request.unauthenticated' } };
const HERE: Answer = { body: { tenant: {} } };

/** Lists that hold every sample, verified and at `url`. */
const listsAt = (url: string): Answers =>
  Object.fromEntries(
    Object.entries(Object.groupBy(sampleIntegrations(url), ({ segment }) => segment)).map(([segment, samples]) => {
      const items = samples.map(({ name, config }) => ({
        id: name,
        name,
        config: config({}),
        verificationStatus: 'VALID',
      }));
      return [`GET /api/v1/old/integrations/${segment}`, { body: { items } }];
    }),
  );

describe('a start', () => {
  it('keeps the tenant that lets it in', async () => {
    const { invoked, kept } = await start(credentials('old'), HERE, made, 'brief');
    expect([invoked, kept.tenant.id]).toEqual([[], 'old']);
  });

  it('makes another tenant when the one before was deleted, and then the samples of it', async () => {
    const { invoked, kept, asked, error } = await start(credentials('old'), REFUSED, made, 'brief');
    expect([invoked.length, kept.tenant.id]).toEqual([1, 'new']);
    expect(asked.slice(1).every((path) => path.startsWith('/api/v1/new/'))).toBe(true);
    expect(error).toContain('no samples here');
  });

  it('goes on while the tenant is being deleted, and says so', async () => {
    const { error, lines, kept } = await start(credentials('old'), REFUSED, beingDeleted, 'brief');
    expect([error, kept.tenant.id]).toEqual([undefined, 'old']);
    expect(lines).toEqual([expect.stringContaining('is being deleted')]);
  });

  it('without sample data asks nobody', async () => {
    const { asked, invoked } = await start(credentials('old'), REFUSED, made, 'none');
    expect([asked, invoked]).toEqual([[], []]);
  });

  it.each<[string, Credentials | undefined, Samples, readonly (number | undefined)[]]>([
    ['a month ago, when all of it is made', undefined, 'all', [-30, 0]],
    ['now, without releases', undefined, 'brief', [0]],
    ['now, when there is data of before', credentials('old'), 'all', [0]],
  ])('begins the tenant %s', async (_, before, samples, wanted) => {
    expect((await start(before, REFUSED, made, samples)).days).toEqual(wanted);
  });

  it('fails when the tenant cannot be made', async () => {
    const failed: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no table' };
    expect((await start(credentials('old'), REFUSED, failed, 'brief')).error).toContain('no table');
  });
});

describe('a start with sample data', () => {
  /** Starts one after the other, each at one of two names of the same API; answers what each asked. */
  async function starts(names: readonly string[], after: (start: number) => void = () => {}): Promise<string[][]> {
    writeFileSync(join(data, 'credentials.json'), JSON.stringify(credentials('old')));
    writeFileSync(join(data, 'seed.stamp'), 'old of other sources');
    let lists: Answers = {};
    await using service = await startHttpService({
      'GET /api/v1/old/me': HERE,
      '*': ({ method, path }) =>
        (lists[`${method} ${path}`] as Answer | undefined) ?? { body: { verificationStatus: 'VALID' } },
    });
    lists = listsAt(service.url);
    const asked: string[][] = [];
    for (const [start, name] of names.entries()) {
      service.seen.length = 0;
      const url = service.url.replace('127.0.0.1', name);
      await seed({ url, data, samples: 'all', outputs: {}, log: () => {} } as never);
      asked.push(service.seen.map(({ method, path }) => `${method} ${path.replace('/api/v1/old', '')}`));
      after(start);
    }
    return asked;
  }
  const ME = ['GET /me'];

  it('looks at it once, and again when its stamp is of other sources', async () => {
    const another = (start: number) => {
      if (start === 1) writeFileSync(join(data, 'seed.stamp'), 'old of other sources');
    };
    const [first, second, third, fourth] = await starts(Array(4).fill('127.0.0.1'), another);
    expect(first).toContain('GET /integrations/pipelines');
    expect([second, fourth]).toEqual([ME, ME]);
    expect(third).toEqual(first);
  });

  it('leads the samples to another address at once, and keeps them there', async () => {
    const [, moved = [], kept] = await starts(['127.0.0.1', 'localhost', 'localhost']);
    expect(moved.filter((call) => call.startsWith('PATCH'))).toHaveLength(9);
    expect(kept).toEqual(ME);
  });

  it('finishes what a start before it could not', async () => {
    const broken = { status: 500, body: { code: 'request.internal', detail: 'no samples here' } };
    await using service = await startHttpService({ 'GET /api/v1/old/me': HERE, '*': broken });
    writeFileSync(join(data, 'credentials.json'), JSON.stringify(credentials('old')));
    const options = { url: service.url, data, samples: 'all', outputs: {}, log: () => {} } as never;
    for (const _ of [1, 2]) await expect(seed(options)).rejects.toThrow('no samples here');
  });
});
