// Syncs: what is stored of an agent and when, observations that are the same, and what they change of targets.
import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../../entities/_base/ids.ts';
import type { AgentItem } from '../../../../entities/agents/agent.entity.ts';
import { newAgent, registration, statusOf, worksIn } from '../../../../entities/agents/agent.model.ts';
import {
  areKnown,
  hashOfObservations,
  heard,
  isCheckDue,
  type Observation,
  observed,
} from '../../../../entities/agents/sync.model.ts';
import { createTargetBody, newTarget } from '../../../../entities/environments/targets/target.model.ts';

const AT = Date.parse('2026-03-01T12:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();
const SAID = { version: '1.0.0', capabilities: ['docker'] };
const pending = newAgent('tenant' as TenantId, 'a1', AT, { name: 'eu-1', environmentIds: [], labels: {} }, 'join');
const agent = (over: object = {}): AgentItem =>
  ({ ...pending, ...registration(SAID, 'hash', AT), ...over }) as AgentItem;

describe('what a sync stores of its agent', () => {
  it.each([
    ['nothing while the heartbeat is young', {}, SAID, 45_000, [], false, {}],
    ['an old heartbeat', {}, SAID, 45_001, [], false, { lastHeartbeatAt: iso(AT + 45_001), problem: undefined }],
    ['a new version at once', {}, { ...SAID, version: '2' }, 1, ['version'], false, { version: '2' }],
    ['new capabilities at once', {}, { ...SAID, capabilities: [] }, 1, ['capabilities'], false, { capabilities: [] }],
    ['a problem at once', {}, { ...SAID, problem: 'x' }, 1, ['problem'], false, { problem: 'x' }],
    ['that a problem ended at once', { problem: 'x' }, SAID, 1, ['problem'], false, { problem: undefined }],
    ['other words of a problem later', { problem: 'x' }, { ...SAID, problem: 'y' }, 1, [], false, {}],
    ['other words with a heartbeat', { problem: 'x' }, { ...SAID, problem: 'y' }, 45_001, [], false, { problem: 'y' }],
    [
      'new observations at once',
      {},
      { ...SAID, observedHash: 'r' },
      1,
      [],
      false,
      { observedHash: 'r', observedAt: iso(AT + 1) },
    ],
    ['that it is back', {}, SAID, 300_000, [], true, { lastHeartbeatAt: iso(AT + 300_000) }],
  ])('is %s', (_, over, said, after, told, isReturned, changes) => {
    const found = heard(agent(over), said, AT + after);
    expect([found.told, found.isReturned]).toEqual([told, isReturned]);
    if (Object.keys(changes).length === 0) expect(found.changes).toEqual({});
    else expect(found.changes).toMatchObject(changes);
  });
});

describe('the observations of a sync', () => {
  const seen: Observation[] = [
    { targetId: 't1', healthStatus: 'HEALTHY', digest: null, detail: '12 ms' },
    { targetId: 't2', healthStatus: 'UNKNOWN' },
  ];
  const [first, second] = seen as [Observation, Observation];
  const { digest: _, ...unobserved } = first;
  it.each([
    ['in another order', [second, first], true],
    ['with other details', [{ ...first, detail: '13 ms' }, second], true],
    ['with its fields in another order', [{ digest: null, healthStatus: 'HEALTHY', targetId: 't1' }, second], true],
    ['of another health', [{ ...first, healthStatus: 'UNHEALTHY' }, second], false],
    ['of a digest', [{ ...first, digest: 'sha256:1' }, second], false],
    ['without a look at the digest', [unobserved, second], false],
    ['of fewer targets', [first], false],
  ] as const)('%s says the same: %s', (_name, other, isSame) => {
    expect(hashOfObservations(agent(), other) === hashOfObservations(agent(), seen)).toBe(isSame);
  });

  it('is another one when the agent works elsewhere', () => {
    expect(hashOfObservations(agent({ environmentIds: ['e1'] }), seen)).not.toBe(hashOfObservations(agent(), seen));
  });

  it.each([
    ['r', 599_999, true],
    ['r', 600_000, false],
    ['other', 0, false],
  ])('%s is known %i ms later: %s', (hash, after, isKnown) => {
    expect(areKnown(agent({ observedHash: 'r', observedAt: iso(AT) }), hash, AT + after)).toBe(isKnown);
  });

  it('is not known before the first', () => {
    expect(areKnown(agent(), 'r', AT)).toBe(false);
  });
});

describe('what an observation changes of its target', () => {
  const body = { environmentId: 'e1', componentId: 'c1', name: 'web', type: 'SHELL', connection: {}, labels: {} };
  const target = (over: object = {}) => ({
    ...newTarget('tenant' as TenantId, AT, createTargetBody.parse(body)),
    ...{ healthStatus: 'HEALTHY' as const, ...over },
  });
  const checked = { healthDetail: undefined, healthCheckedAt: iso(AT) };
  it.each([
    ['nothing', {}, {}, {}],
    ['its health', {}, { healthStatus: 'UNHEALTHY' }, { healthStatus: 'UNHEALTHY', ...checked }],
    ['a digest', {}, { digest: 'sha256:1' }, { observedDigest: 'sha256:1', ...checked }],
    ['nothing that runs', { observedDigest: 'sha256:1' }, { digest: null }, { observedDigest: undefined, ...checked }],
    ['nothing that still runs', {}, { digest: null }, {}],
    ['no look', { observedDigest: 'sha256:1' }, {}, {}],
    ['a sticker', {}, { stickerHash: 'sha256:2' }, { observedStickerHash: 'sha256:2', ...checked }],
    ['other words', { healthDetail: 'x' }, { detail: 'y' }, {}],
  ])('is %s', (_, over, given, changes) => {
    const observation = { targetId: 't1', healthStatus: 'HEALTHY', ...given } as Observation;
    expect(observed(target(over), observation, AT)).toStrictEqual(changes);
  });

  it.each([
    [undefined, true],
    [iso(AT - 299_999), false],
    [iso(AT - 300_000), true],
  ])('checked at %s, its next check is stored: %s', (healthCheckedAt, isDue) => {
    expect(isCheckDue(target({ healthCheckedAt }), AT)).toBe(isDue);
  });
});

describe('the status of an agent', () => {
  it.each([
    ['PENDING', pending, 0],
    ['PENDING', pending, 86_400_000],
    ['ONLINE', agent(), 119_999],
    ['DEGRADED', agent(), 120_000],
    ['DEGRADED', agent({ problem: 'x' }), 0],
    ['OFFLINE', agent({ problem: 'x' }), 300_000],
  ] as const)('is %s', (status, item, after) => {
    expect(statusOf(item, AT + after)).toBe(status);
  });

  it('works in all environments unless it names some', () => {
    expect([worksIn(agent(), 'e1'), worksIn(agent({ environmentIds: ['e2'] }), 'e1')]).toEqual([true, false]);
  });
});
