// Reports on a deployment in every order, and again: what is told is the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeploymentReport } from '../../../../entities/deployments/reports/deployment-report.model.ts';
import { fieldsOf, LEGAL_CHANGES, type Told, tellMore } from '../../../../entities/deployments/reports/told.model.ts';
import { DEPLOYMENT_STATUSES, REPORTED_STATUSES, STRATEGIES } from '../../../../entities/deployments/words.model.ts';

const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const told = (...reports: DeploymentReport[]): Told =>
  reports.reduce<Told | undefined>(tellMore, undefined) as unknown as Told;
const fields = (...reports: DeploymentReport[]) => fieldsOf(told(...reports), undefined, undefined);

describe('the status of a deployment', () => {
  it.each([
    [['PENDING', 'IN_PROGRESS', 'SUCCEEDED'], 'SUCCEEDED'],
    [['SUCCEEDED', 'IN_PROGRESS', 'PENDING'], 'SUCCEEDED'],
    [['IN_PROGRESS', 'FAILED', 'IN_PROGRESS'], 'FAILED'],
    [['FAILED', 'SUCCEEDED'], 'SUCCEEDED'],
    [['SUCCEEDED', 'FAILED'], 'SUCCEEDED'],
    [['FAILED', 'CANCELLED'], 'FAILED'],
    [['CANCELLED', 'PENDING'], 'CANCELLED'],
  ] as const)('after %j is %s', (statuses, expected) => {
    expect(fields(...statuses.map((status, minute) => ({ status, at: at(minute) }))).status).toBe(expected);
  });

  it('never goes back: no status leads to one that leads to it', () => {
    for (const status of DEPLOYMENT_STATUSES) {
      for (const next of LEGAL_CHANGES[status]) expect(LEGAL_CHANGES[next]).not.toContain(status);
    }
    expect(LEGAL_CHANGES.ROLLED_BACK).toEqual([]);
  });

  it('of a success that another deployment took back is ROLLED_BACK, of a failure FAILED', () => {
    const statusOf = (status: 'SUCCEEDED' | 'FAILED' | 'IN_PROGRESS') =>
      fieldsOf(told({ status, at: at(1) }), 'another', undefined).status;
    expect([statusOf('SUCCEEDED'), statusOf('FAILED'), statusOf('IN_PROGRESS')]).toEqual([
      ...['ROLLED_BACK', 'FAILED', 'IN_PROGRESS'],
    ]);
  });
});

describe('the times of a deployment', () => {
  it.each([
    [
      'of all its reports',
      [
        ['PENDING', 1],
        ['IN_PROGRESS', 3],
        ['SUCCEEDED', 7],
      ],
      [1, 3, 7],
    ],
    ['of a request alone', [['PENDING', 1]], [1, undefined, undefined]],
    [
      'without a beginning',
      [
        ['PENDING', 1],
        ['FAILED', 7],
      ],
      [1, 1, 7],
    ],
    ['of an end alone', [['SUCCEEDED', 7]], [7, 7, 7]],
    [
      'by clocks that disagree',
      [
        ['IN_PROGRESS', 8],
        ['SUCCEEDED', 7],
      ],
      [7, 7, 7],
    ],
    [
      'of an end that is told twice',
      [
        ['SUCCEEDED', 9],
        ['SUCCEEDED', 7],
      ],
      [7, 7, 7],
    ],
    [
      'of the end that counts',
      [
        ['FAILED', 3],
        ['SUCCEEDED', 7],
      ],
      [3, 3, 7],
    ],
  ] as const)('%s', (_, reports, [requested, started, finished]) => {
    const { requestedAt, startedAt, finishedAt, beganAt, month } = fields(
      ...reports.map(([status, minute]) => ({ status, at: at(minute) })),
    );
    const iso = (minute: number | undefined) => (minute === undefined ? undefined : at(minute));
    expect([requestedAt, startedAt, finishedAt]).toEqual([iso(requested), iso(started), iso(finished)]);
    expect([beganAt, month]).toEqual([startedAt ?? requestedAt, '2026-03']);
  });
});

describe('the version of a deployment', () => {
  const sha = 'c0ffee1234567890c0ffee1234567890c0ffee12';
  it.each([
    [{ version: '1.5.0', sha }, '2.0.0', '2.0.0'],
    [{ version: '1.5.0', sha }, undefined, '1.5.0'],
    [{ sha }, undefined, 'c0ffee123456'],
    [{ digest: `sha256:${'ab'.repeat(32)}` }, undefined, 'abababababab'],
    [{}, undefined, 'unknown'],
  ])('of %j at release %s is %s', (facts, release, expected) => {
    expect(fieldsOf(told({ status: 'SUCCEEDED', at: at(1), ...facts }), undefined, release).version).toBe(expected);
  });
});

const time = fc.integer({ min: 0, max: 9 }).map(at);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const word = maybe(fc.constantFrom('a', 'b', 'c'));
const report: fc.Arbitrary<DeploymentReport> = fc.record({
  status: fc.constantFrom(...REPORTED_STATUSES),
  at: time,
  requestedAt: maybe(time),
  startedAt: maybe(time),
  version: word,
  sha: word,
  url: word,
  logUrl: word,
  reason: word,
  strategy: maybe(fc.constantFrom(...STRATEGIES)),
  by: maybe(
    fc.record({ type: fc.constant('EXTERNAL'), id: fc.constantFrom('x', 'y'), name: fc.constantFrom('x', 'y') }),
  ),
});

describe('what is told', () => {
  it('is the same in every order of the reports, however often each comes', () => {
    const shuffled = fc
      .array(report, { minLength: 1, maxLength: 7 })
      .chain((reports) =>
        fc.tuple(
          fc.constant(reports),
          fc.shuffledSubarray([...reports, ...reports], { minLength: reports.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([reports, again]) => {
        expect(told(...again)).toEqual(told(...reports));
        const whole = told(...reports);
        for (const one of reports) expect(tellMore(whole, one)).toBe(whole);
      }),
      { numRuns: 2_000 },
    );
  });
});
