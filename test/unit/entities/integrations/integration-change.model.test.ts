// Pure decisions about an integration: new, changed, verified, and the merge patch with its properties.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integrationErrors } from '../../../../entities/integrations/errors.ts';
import type { IntegrationItem } from '../../../../entities/integrations/integration.entity.ts';
import {
  changedIntegration,
  mergePatch,
  newIntegration,
  newsOf,
  verifiedIntegration,
} from '../../../../entities/integrations/integration-change.model.ts';

const AT = Date.parse('2026-03-01T12:00:00.000Z');
const LATER = AT + 60_000;
const item: IntegrationItem = newIntegration(
  {
    tenantId: 'tenant',
    integrationId: 'integration',
    kind: 'SCM',
    type: 'GITHUB',
    name: 'App',
    config: { owner: 'acme', repository: 'app' },
    isActive: true,
    configuredByAccountId: 'lena',
  },
  AT,
);
const failed: IntegrationItem = {
  ...item,
  verificationStatus: 'INVALID',
  healthStatus: 'UNHEALTHY',
  verificationError: 'no',
  lastVerifiedAt: '2026-03-01T12:00:00.000Z',
};

describe('newIntegration', () => {
  it('waits for verification and is used by nobody', () => {
    expect(item).toMatchObject({ verificationStatus: 'PENDING', healthStatus: 'UNKNOWN', useCount: 0, revision: 1 });
  });
});

describe('changedIntegration', () => {
  it.each([
    ['a name', { name: 'New', hasNewCredentials: false }],
    ['isActive', { isActive: false, hasNewCredentials: false }],
    ['the config it has', { config: { repository: 'app', owner: 'acme' }, hasNewCredentials: false }],
  ])('with %s keeps what the service said', (_, change) => {
    const { hasNewCredentials: _its, ...fields } = change;
    const next = { ...failed, ...fields, revision: 2, updatedAt: '2026-03-01T12:01:00.000Z' };
    expect(changedIntegration(failed, change, LATER)).toEqual(next);
  });

  it.each([
    ['a config', { config: { owner: 'x' }, hasNewCredentials: false }],
    ['credentials', { config: undefined, hasNewCredentials: true }],
  ])('with %s must be verified again', (_, change) => {
    const { verificationError: _its, ...proven } = failed;
    expect(changedIntegration(failed, change, LATER)).toEqual({
      ...proven,
      config: change.config ?? item.config,
      verificationStatus: 'PENDING',
      healthStatus: 'UNKNOWN',
      revision: 2,
      updatedAt: '2026-03-01T12:01:00.000Z',
    });
  });
});

describe('a change of what is ours to say', () => {
  const config = { owner: 'acme', repository: 'app' };

  it.each([
    ['GITHUB', 'tagFormat', 'v{version}'],
    ['BITBUCKET', 'defaultBranch', 'trunk'],
    ['JENKINS', 'description', 'Nightly'],
    ['GITHUB_ACTIONS', 'parameters', { FLAVOR: 'beta' }],
    ['GITLAB_CI', 'buildTimeoutMinutes', 90],
    ['JIRA', 'createsEpics', false],
  ] as const)('of %s %s asks for no new verification (W12)', (type, field, value) => {
    const before = { ...item, type, verificationStatus: 'VALID' } as IntegrationItem;
    const change = { config: { ...config, [field]: value }, hasNewCredentials: false, byAccountId: 'omar' };
    expect(changedIntegration(before, change, LATER)).toMatchObject({
      verificationStatus: 'VALID',
      configuredByAccountId: 'omar',
    });
  });
});

describe('verifiedIntegration', () => {
  const before = ['PENDING', 'VALID', 'INVALID', 'EXPIRED'] as const;
  it.each(before)('is VALID and HEALTHY after a success, from %s', (verificationStatus) => {
    const next = verifiedIntegration({ ...failed, verificationStatus }, { ok: true }, LATER);
    expect(next).toMatchObject({ verificationStatus: 'VALID', healthStatus: 'HEALTHY', revision: 2 });
    expect(next.lastVerifiedAt).toBe('2026-03-01T12:01:00.000Z');
    expect('verificationError' in next).toBe(false);
  });

  const outcomes = {
    unauthorized: 'INVALID',
    expired: 'EXPIRED',
    refused: 'INVALID',
    unavailable: 'same',
    rate_limited: 'same',
  };
  const rows = before.flatMap((from) =>
    Object.entries(outcomes).map(([name, to]) => ({
      from,
      name: name as keyof typeof outcomes,
      to: to === 'same' ? from : to,
    })),
  );
  it.each(rows)('from $from after $name is $to', ({ from, name, to }) => {
    const outcome = { ok: false, error: integrationErrors[name]({ detail: 'why' }) } as const;
    const next = verifiedIntegration({ ...item, verificationStatus: from }, outcome, LATER);
    expect(next).toMatchObject({ verificationStatus: to, healthStatus: 'UNHEALTHY', verificationError: 'why' });
  });
});

describe('news', () => {
  const outcomes = {
    good: { ok: true },
    refused: { ok: false, error: integrationErrors.unauthorized() },
    expired: { ok: false, error: integrationErrors.expired() },
    unavailable: { ok: false, error: integrationErrors.unavailable() },
    limited: { ok: false, error: integrationErrors.rate_limited() },
  } as const;
  type Outcome = keyof typeof outcomes;
  const ALL = Object.keys(outcomes) as Outcome[];
  const told = { good: 'RECOVERED' } as const;
  /** Status, whether people know that it is broken, and of which outcomes they are told what. */
  const table: [IntegrationItem['verificationStatus'], boolean, Partial<Record<Outcome, string>>][] = [
    ['VALID', false, { refused: 'INVALIDATED', expired: 'INVALIDATED' }],
    ['INVALID', true, told],
    ['EXPIRED', true, told],
    ['PENDING', true, told],
    ['PENDING', false, {}],
    ['INVALID', false, {}],
    ['EXPIRED', false, {}],
  ];
  const rows = table.flatMap(([status, isKnown, news]) =>
    ALL.map((outcome) => ({ status, known: isKnown ? 'known' : 'not known', outcome, news: news[outcome] })),
  );
  it.each(rows)('from $status, $known as broken, after $outcome is $news', ({ status, known, outcome, news }) => {
    const brokenSince = known === 'known' ? { brokenSince: '2026-02-28T12:00:00.000Z' } : {};
    const before: IntegrationItem = { ...item, verificationStatus: status, ...brokenSince };
    expect(newsOf(before, verifiedIntegration(before, outcomes[outcome], LATER))).toBe(news);
  });

  it('is not what a person changes, and what is broken stays so while it waits for a verification', () => {
    const before: IntegrationItem = { ...failed, brokenSince: '2026-02-28T12:00:00.000Z' };
    const after = changedIntegration(before, { hasNewCredentials: true }, LATER);
    expect(after).toMatchObject({ verificationStatus: 'PENDING', brokenSince: before.brokenSince });
    expect(newsOf(before, after)).toBeUndefined();
  });
});

describe('mergePatch', () => {
  // RFC 7396, appendix A, as far as both sides are objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [['a'], { b: 1 }, { b: 1 }],
  ])('of %j with %j is %j', (current, patch, merged) => {
    expect(mergePatch(current, patch)).toEqual(merged);
  });

  it('gives the same when it is applied again, and reaches no prototype', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (one, two) => {
          const merged = mergePatch(one, two);
          expect(mergePatch(merged, two)).toEqual(merged);
        },
      ),
    );
    mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
