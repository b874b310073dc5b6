// Problems name the thing that prevents a release; and the base of a release that is given none.
import { describe, expect, it } from 'vitest';
import type { IntegrationItem } from '../../../../entities/integrations/integration.entity.ts';
import { defaultBranchOf, validateReferences } from '../../../../entities/releases/planning/release.validation.ts';
import { createReleaseBody } from '../../../../entities/releases/planning/release-body.model.ts';

const usable = { isActive: true, verificationStatus: 'VALID' };
const scmOf = (config: object): [string, IntegrationItem] => ['scm', { kind: 'SCM', ...usable, config } as never];
const store: [string, IntegrationItem] = ['ios', { kind: 'TARGET', ...usable, config: {} } as never];
const integrations = new Map([scmOf({}), store]);
const body = createReleaseBody.parse({
  ...{ service: 'app', version: '1.0.0', releaseType: 'PLANNED' },
  ...{ scmIntegrationId: 'scm', baseBranch: 'main', targets: ['ios'] },
});
const taken = {
  what: 'KEY' as const,
  ...{ service: 'app', version: '1.0.0', releaseKey: 'app@1.0.0', status: 'CANCELLED' },
  createdAt: '2026-11-29T17:28:00.000Z',
};

describe('what is taken', () => {
  const messageOf = (over: object) =>
    validateReferences(body, {
      service: { isActive: true, versionScheme: 'SEMVER' as const },
      integrations,
      pilot: undefined,
      taken: { ...taken, ...over },
    })[0]?.message;

  it.each([
    [
      'a release that was cancelled',
      {},
      'app 1.0.0 exists already (CANCELLED, 29 Nov); delete it or give a releaseKey',
    ],
    [
      'one that is under way',
      { status: 'STARTED' },
      'app 1.0.0 exists already (STARTED, 29 Nov); give another version',
    ],
    [
      'the key of another',
      { version: '2.0.0', releaseKey: 'autumn' },
      'autumn is the releaseKey of app 2.0.0 (CANCELLED, 29 Nov); give another',
    ],
    [
      'the version under another key',
      { what: 'VERSION', status: 'RELEASED', releaseKey: 'autumn' },
      'app 1.0.0 exists already as autumn (RELEASED, 29 Nov); give another version',
    ],
  ])('is said by what has it, and what can be done: %s (W11a)', (_, over, message) => {
    expect(messageOf(over)).toBe(message);
  });
});

describe('the default branch of the SCM integration', () => {
  const withDefault = {
    service: { isActive: true, versionScheme: 'SEMVER' as const },
    integrations: new Map([scmOf({ defaultBranch: 'trunk' }), store]),
    pilot: undefined,
  };

  it('is what a release without a base is cut from (W12)', () => {
    const { baseBranch: _, ...given } = body;
    expect(
      validateReferences(given, {
        service: { isActive: true, versionScheme: 'SEMVER' as const },
        integrations,
        pilot: undefined,
      }).map(({ code }) => code),
    ).toEqual(['release.base_missing']);
    expect(validateReferences(given, withDefault)).toEqual([]);
    expect(defaultBranchOf(given, withDefault)).toBe('trunk');
  });
});
