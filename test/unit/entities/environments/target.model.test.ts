// Targets: what follows from a type, changes, filters and limits.
import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../../entities/_base/ids.ts';
import { assertUnused as assertEnvironmentUnused } from '../../../../entities/environments/environment.model.ts';
import {
  assertRoom,
  assertUnused,
  createTargetBody,
  MOST_TARGETS,
  matchesFilter,
  newTarget,
  storedFields,
  updateTargetBody,
  viewTarget,
} from '../../../../entities/environments/targets/target.model.ts';

const AT = Date.parse('2026-03-01T12:00:00.000Z');
const given = { environmentId: 'e1', componentId: 'c1', name: 'web-1', type: 'KUBERNETES' };
const target = (over: object = {}) =>
  newTarget('tenant' as TenantId, AT, createTargetBody.parse({ ...given, labels: { region: 'eu' }, ...over }));

describe('a target', () => {
  it('never holds its credentials, but says that it has some', () => {
    const item = target({ credentials: { key: 'canary' } });
    expect(JSON.stringify([item, viewTarget(item)])).not.toContain('canary');
    expect(viewTarget(item)).toMatchObject({ hasCredentials: true, credentialsSetAt: '2026-03-01T12:00:00.000Z' });
    expect(viewTarget(target())).toMatchObject({ hasCredentials: false, credentialsSetAt: null });
  });

  it.each([
    ['keeps the capability of its type', {}, { name: 'x' }, { name: 'x' }],
    ['gets that of a new type', {}, { type: 'SHELL' }, { type: 'SHELL', capability: 'shell' }],
    ['gets the one that is named', {}, { type: 'SHELL', capability: 'ssh' }, { type: 'SHELL', capability: 'ssh' }],
    ['keeps one that was named', { capability: 'k3s' }, { type: 'SHELL' }, { type: 'SHELL' }],
    ['says when credentials came', {}, { credentials: { a: 'b' } }, { credentialsSetAt: '2026-03-01T12:00:01.000Z' }],
    ['forgets credentials', {}, { credentials: null }, { credentialsSetAt: null }],
  ])('%s', (_, over, body, changes) => {
    expect(storedFields(target(over), updateTargetBody.parse(body), AT + 1000)).toEqual(changes);
  });

  it.each([
    [{}, true],
    [{ environmentId: 'e1' }, true],
    [{ environmentId: 'e2' }, false],
    [{ componentId: 'c2' }, false],
    [{ type: 'SHELL' as const }, false],
    [{ healthStatus: 'UNKNOWN' as const, type: 'KUBERNETES' as const }, true],
    [{ healthStatus: 'HEALTHY' as const }, false],
    [{ label: 'region=eu' }, true],
    [{ label: 'region=e' }, false],
    [{ label: 'toString=x' }, false],
  ])('fits the filter %j: %s', (filter, fits) => {
    expect(matchesFilter(target(), filter)).toBe(fits);
  });

  it('has room beside fewer than the most of an environment', () => {
    expect(() => assertRoom({})).not.toThrow();
    expect(() => assertRoom({ targetCount: MOST_TARGETS - 1 })).not.toThrow();
    expect(() => assertRoom({ targetCount: MOST_TARGETS })).toThrow(
      expect.objectContaining({ code: 'target.too_many' }),
    );
  });

  it('is in use while a deployment is under way there', () => {
    expect(() => assertUnused({ useCount: 0 })).not.toThrow();
    expect(() => assertUnused({ useCount: 1 })).toThrow('1 deployment is under way there');
    expect(() => assertUnused({ useCount: 2 })).toThrow('2 deployments are under way there');
  });
});

describe('an environment in use', () => {
  it.each([
    [{ useCount: 1 }, '1 freeze window names it'],
    [{ useCount: 2, targetCount: 2 }, '2 targets name it'],
    [{ useCount: 2, targetCount: 1, agentCount: 1 }, '1 target and 1 agent name it'],
    [{ useCount: 6, targetCount: 1, agentCount: 2 }, '3 freeze windows, 1 target and 2 agents name it'],
  ])('of %j says what uses it', (counts, words) => {
    expect(() => assertEnvironmentUnused(counts)).toThrow(words);
  });
});
