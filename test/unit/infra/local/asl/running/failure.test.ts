// Which names of ErrorEquals handle which failure.
import { describe, expect, it } from 'vitest';
import { type Failure, matches } from '../../../../../../infra/local/asl/failure.ts';

const heartbeat: Failure = { error: 'States.Timeout', timeout: 'heartbeat' };

describe('matches', () => {
  it.each<[string, Failure, boolean]>([
    ['Custom', { error: 'Custom' }, true],
    ['Custom', { error: 'custom' }, false],
    ['States.ALL', { error: 'Custom' }, true],
    ['States.ALL', {}, true],
    ['States.ALL', { error: 'States.Timeout' }, true],
    ['States.ALL', { error: 'States.QueryEvaluationError' }, true],
    ['States.ALL', { error: 'States.DataLimitExceeded' }, false],
    ['States.ALL', { error: 'States.Runtime' }, false],
    ['States.DataLimitExceeded', { error: 'States.DataLimitExceeded' }, true],
    ['States.Runtime', { error: 'States.Runtime' }, false],
    ['States.TaskFailed', { error: 'Custom' }, true],
    ['States.TaskFailed', { error: 'States.Timeout' }, false],
    ['States.TaskFailed', heartbeat, false],
    ['States.Timeout', { error: 'States.Timeout' }, true],
    ['States.Timeout', heartbeat, true],
    ['States.HeartbeatTimeout', heartbeat, true],
    ['States.HeartbeatTimeout', { error: 'States.Timeout' }, false],
  ])('%s for %j is %s', (name, failure, expected) => {
    expect(matches(['Unrelated', name], failure)).toBe(expected);
  });
});
