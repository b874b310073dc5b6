// The facts of evidence, from stored state: what becomes a packet, what is said in it, and that the same state gives the same.
import { describe, expect, it } from 'vitest';
import type { DeploymentItem } from '../../../../entities/deployments/deployment.entity.ts';
import { decisionFacts, deploymentFacts } from '../../../../entities/evidence/facts.model.ts';
import {
  deploymentOf,
  evaluationOf,
  idNamed,
  promotionOf,
  RELEASE_ID,
  taskOf,
} from '../../../support/evidence/samples.ts';

const failed = { components: [{ componentId: 'c1', name: 'api', digest: null }] };

describe('a decision', () => {
  it('is about the digests of the components, with the record, the approvals and the override', () => {
    const override = {
      requestedBy: 'olga',
      grantedBy: 'otto',
      reason: 'A leak',
      ticket: 'OPS-1',
      expiresAt: '2026-06-02T00:00:00.000Z',
    };
    const evaluation = evaluationOf({ override });
    const found = decisionFacts(promotionOf('one', { reason: 'Ship it' }), evaluation);
    expect(found).toMatchObject({
      ...{ type: 'DECISION', subjectType: 'Promotion', subjectId: idNamed('one'), releaseId: RELEASE_ID },
      subjects: [{ name: 'api', digest: { sha256: 'a'.repeat(64) } }],
      facts: {
        release: { releaseKey: 'api@1.0.0', service: 'api', version: '1.0.0' },
        environment: { environmentId: idNamed('production'), name: 'production' },
        ...{ requestedBy: { name: 'Rita' }, reason: 'Ship it', approvedHash: 'c'.repeat(64), override },
        approvals: [{ userId: 'petra', action: 'APPROVED' }],
        record: { result: 'ALLOW', snapshotHash: evaluation.record.snapshotHash, policyVersion: 3 },
      },
    });
  });

  it('is one packet as long as the record is the same', () => {
    const again = (at?: string, status: 'APPROVED' | 'DEPLOYING' = 'APPROVED') =>
      decisionFacts(promotionOf('one', { status }), evaluationOf(at === undefined ? {} : { at }));
    expect(again(undefined, 'DEPLOYING')).toEqual(again());
    expect(again('2026-06-01T12:00:00.001Z')?.packetId).not.toBe(again()?.packetId);
    expect(decisionFacts(promotionOf('two'), evaluationOf())?.packetId).not.toBe(again()?.packetId);
  });

  it('does not exist while approvals are missing', () => {
    expect(decisionFacts(promotionOf('one'), evaluationOf({ decisions: [] }))).toBeUndefined();
  });

  it('is about the snapshot if a release has no digests', () => {
    const evaluation = evaluationOf({
      release: {
        releaseId: 'r',
        releaseKey: 'api@1.0.0',
        service: 'api',
        authors: [],
        areAuthorsKnown: true,
        ...failed,
      },
    });
    const found = decisionFacts(promotionOf('one', { components: [] }), evaluation);
    expect(found?.subjects).toEqual([{ name: 'api@1.0.0', digest: { sha256: evaluation.record.snapshotHash } }]);
    expect(found?.facts).toMatchObject({ record: { result: 'DENY' } });
  });
});

describe('a deployment', () => {
  const tasks = [taskOf('t1'), taskOf('t2', { step: 'ROLLBACK', digest: undefined })];
  const earlier = idNamed('earlier');
  it.each<[string, Partial<DeploymentItem>, readonly [string, string | undefined, number][]]>([
    ['succeeded', {}, [['DEPLOYMENT', undefined, 1]]],
    ['failed', { status: 'FAILED' }, [['DEPLOYMENT', undefined, 1]]],
    ['was cancelled', { status: 'CANCELLED' }, [['DEPLOYMENT', undefined, 1]]],
    [
      'put the earlier digests back itself',
      { status: 'ROLLED_BACK', rolledBackBy: idNamed('one') },
      [
        ['DEPLOYMENT', undefined, 1],
        ['ROLLBACK', idNamed('one'), 1],
      ],
    ],
    [
      'was rolled back later by another',
      { status: 'ROLLED_BACK', rolledBackBy: earlier },
      [['DEPLOYMENT', undefined, 1]],
    ],
    ['takes another one back', { rollbackOf: earlier }, [['ROLLBACK', earlier, 2]]],
    ['takes another one back and fails', { rollbackOf: earlier, status: 'FAILED' }, [['ROLLBACK', earlier, 2]]],
    ['runs', { status: 'IN_PROGRESS' }, []],
    ['waits', { status: 'PENDING' }, []],
    ['was reported by another system', { origin: 'REPORTED' }, []],
  ])('that %s', (_, over, expected) => {
    const found = deploymentFacts(deploymentOf('one', over), tasks);
    const shown = found.map(({ type, facts }) => [type, facts.rollbackOf, (facts.tasks as unknown[]).length]);
    expect(shown).toEqual(expected);
    expect(new Set(found.map(({ packetId }) => packetId)).size).toBe(found.length);
  });

  it('says of each target the digests before and after', () => {
    const [found] = deploymentFacts(deploymentOf('one'), [
      taskOf('t1', { message: 'Done', stickerHash: 'd'.repeat(64) }),
    ]);
    expect(found?.facts).toMatchObject({
      ...{ status: 'SUCCEEDED', strategy: 'ALL_AT_ONCE', finishedAt: '2026-06-01T12:05:00.000Z' },
      tasks: [
        {
          ...{
            status: 'SUCCEEDED',
            target: { targetId: 't1', name: 'host t1' },
            agent: { agentId: 'a1' },
            message: 'Done',
          },
          ...{ previousDigest: `sha256:${'b'.repeat(64)}`, digest: `sha256:${'a'.repeat(64)}` },
        },
      ],
    });
  });

  it('has the same packet when it is rolled back later', () => {
    const [first] = deploymentFacts(deploymentOf('one'), tasks);
    const [later] = deploymentFacts(deploymentOf('one', { status: 'ROLLED_BACK', rolledBackBy: earlier }), tasks);
    expect(later?.packetId).toBe(first?.packetId);
  });
});
