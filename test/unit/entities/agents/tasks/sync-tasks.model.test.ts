// The tasks of a sync: which reports are refused, and the end that a report makes; what is kept of a log.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, type TaskReport, taskRefusal } from '../../../../../entities/agents/tasks/sync-tasks.model.ts';
import type { TaskItem } from '../../../../../entities/agents/tasks/task.entity.ts';
import { CUT_LINE, keptChunk, MOST_LOG_BYTES } from '../../../../../entities/agents/tasks/task-log.model.ts';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const report = (over: Partial<TaskReport> = {}): TaskReport => ({
  ...{ deploymentId: 'd', taskId: 't', fence: 2, status: 'RUNNING' },
  ...over,
});
const task = (over: object = {}): TaskItem =>
  ({ taskId: 't', status: 'LEASED', agentId: 'a1', fence: 2, digest: digestOf('b'), ...over }) as TaskItem;

describe('a report', () => {
  it.each<[string, TaskItem | undefined, Partial<TaskReport>, string | undefined]>([
    ['of the lease', task(), {}, undefined],
    ['of a missing task', undefined, {}, 'task.not_found'],
    ['of an earlier lease', task(), { fence: 1 }, 'task.lease_lost'],
    ['of a later lease', task(), { fence: 3 }, 'task.lease_lost'],
    ['of a task of another agent', task({ agentId: 'a2' }), {}, 'task.lease_lost'],
    ['of a task that was taken back', task({ status: 'QUEUED', agentId: undefined }), {}, 'task.lease_lost'],
    ['of a task that ended', task({ status: 'FAILED' }), {}, 'task.ended'],
    ['of an end by others', task({ status: 'FAILED' }), { status: 'FAILED' }, 'task.ended'],
    ['of the same end', task({ status: 'FAILED', reported: 'SUCCEEDED' }), { status: 'SUCCEEDED' }, undefined],
    ['of another end', task({ status: 'FAILED', reported: 'FAILED' }), { status: 'SUCCEEDED' }, 'task.ended'],
  ])('%s is refused or not', (_, known, over, code) => {
    expect(taskRefusal(known, report(over), 'a1')?.code).toBe(code);
  });
});

describe('the end of a task', () => {
  it.each<[string, Partial<TaskReport>, object, boolean, string, string | undefined]>([
    ['a success', { status: 'SUCCEEDED' }, {}, false, 'SUCCEEDED', undefined],
    ['the right digest', { status: 'SUCCEEDED', digest: digestOf('b') }, {}, false, 'SUCCEEDED', undefined],
    ['nothing, as wanted', { status: 'SUCCEEDED', digest: null }, { digest: undefined }, false, 'SUCCEEDED', undefined],
    [
      'something, where nothing was wanted',
      { status: 'SUCCEEDED', digest: digestOf('b') },
      { digest: undefined },
      false,
      'FAILED',
      `Afterwards ${digestOf('b')} ran there, not nothing`,
    ],
    ['a failure', { status: 'FAILED', message: 'no' }, {}, false, 'FAILED', 'no'],
    ['a failure after a cancellation', { status: 'FAILED', message: 'stopped' }, {}, true, 'CANCELLED', 'stopped'],
    ['a success after a cancellation', { status: 'SUCCEEDED' }, {}, true, 'SUCCEEDED', undefined],
  ])('by %s', (_, over, of, isCancelled, status, message) => {
    expect(endOf(task(of), report(over), isCancelled)).toEqual({ status, message });
  });
});

describe('a chunk of a log', () => {
  it('is kept to the limit of the log, in whole characters, and says where it was cut', () => {
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 60 }),
        (text, before) => {
          const offset = MOST_LOG_BYTES - before;
          const kept = keptChunk({ offset, text });
          const own = kept.isCut ? kept.text.slice(0, -CUT_LINE.length) : kept.text;
          expect(kept.isCut).toBe(offset + bytes(text) > MOST_LOG_BYTES);
          expect(text.startsWith(own) && kept.offset + bytes(own) <= MOST_LOG_BYTES).toBe(true);
          expect(own.isWellFormed()).toBe(true);
          if (kept.isCut) expect(kept.offset + bytes(own) > MOST_LOG_BYTES - 4 || own === '').toBe(true);
        },
      ),
    );
  });

  it('after the limit is one, however many come', () => {
    const far = [MOST_LOG_BYTES, MOST_LOG_BYTES + 1, 99_999_999].map((offset) => keptChunk({ offset, text: 'x' }));
    expect(new Set(far.map((one) => JSON.stringify(one))).size).toBe(1);
  });
});
