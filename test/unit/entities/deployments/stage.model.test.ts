// Stages: legal changes, times and the output that is kept.
import { describe, expect, it } from 'vitest';
import {
  changedStage,
  keptOutput,
  LEGAL_STAGE_CHANGES,
  MOST_OUTPUT_BYTES,
  newStages,
  stageNamed,
} from '../../../../entities/deployments/stages/stage.model.ts';
import { STAGE_NAMES, STAGE_STATUSES, type StageStatus } from '../../../../entities/deployments/words.model.ts';

const AT = '2026-03-01T12:00:00.000Z';
const stageOf = (status: StageStatus) => ({ name: 'test' as const, status, timeoutSeconds: 60 });

describe('a stage', () => {
  it('is one of five in their order', () => {
    expect(newStages().map(({ name, status }) => [name, status])).toEqual(STAGE_NAMES.map((name) => [name, 'PENDING']));
    expect(stageNamed(newStages(), 'deploy').name).toBe('deploy');
    expect(() => stageNamed(newStages(), 'paint')).toThrow(
      expect.objectContaining({ code: 'deployment.stage_not_found' }),
    );
  });

  it.each(STAGE_STATUSES.flatMap((from) => STAGE_STATUSES.map((to) => [from, to] as const)))(
    'goes from %s to %s only where the table allows it',
    (from, to) => {
      const change = () => changedStage(stageOf(from), { status: to }, AT);
      if (from !== to && !LEGAL_STAGE_CHANGES[from].includes(to)) {
        expect(change).toThrow(expect.objectContaining({ code: 'deployment.illegal_stage' }));
      } else expect(change().status).toBe(to);
    },
  );

  it.each([
    ['PENDING', 'RUNNING', [AT, undefined]],
    ['PENDING', 'SKIPPED', [undefined, AT]],
    ['PENDING', 'FAILED', [AT, AT]],
    ['RUNNING', 'SUCCEEDED', [AT, AT]],
    ['RUNNING', 'RUNNING', [undefined, undefined]],
  ] as const)('from %s to %s gets its times', (from, to, times) => {
    const { startedAt, finishedAt } = changedStage(stageOf(from), { status: to }, AT);
    expect([startedAt, finishedAt]).toEqual(times);
  });
});

describe('its output', () => {
  const bytes = (text: string) => Buffer.byteLength(text);
  it('is kept whole if it is short', () => {
    const text = 'x'.repeat(MOST_OUTPUT_BYTES);
    expect(keptOutput(text)).toBe(text);
  });

  it.each([
    ['lines', Array.from({ length: 2_000 }, (_, index) => `line ${index}`).join('\n')],
    ['lines of wide characters', Array.from({ length: 2_000 }, (_, index) => `строка ${index} 🎉`).join('\n')],
  ])('of many %s is cut at whole lines and says so', (_, text) => {
    const kept = keptOutput(text);
    const [note, ...lines] = kept.split('\n');
    expect(bytes(kept)).toBeLessThanOrEqual(MOST_OUTPUT_BYTES);
    expect(bytes(kept)).toBeGreaterThan(MOST_OUTPUT_BYTES - 100);
    expect(text.endsWith(`\n${lines.join('\n')}`)).toBe(true);
    expect(note).toBe(`… ${2_000 - lines.length} earlier lines are not kept`);
  });

  it.each(['x', 'ж', '🎉'])('of one long line of %s keeps its end', (letter) => {
    const kept = keptOutput(`a\n${letter.repeat(5_000)}`);
    expect(bytes(kept)).toBeLessThanOrEqual(MOST_OUTPUT_BYTES);
    expect(kept).toMatch(new RegExp(`^… the beginning is not kept: (?:${letter})+$`, 'u'));
  });
});
