// The five stages of a deployment: their legal changes, and the output that is kept. Pure. Source: pipeline_stages of the
// release-manager model.
import * as z from 'zod';
import { changeBody, prose } from '../../_base/text.ts';
import { deploymentErrors } from '../errors.ts';
import { STAGE_NAMES, STAGE_STATUSES, type StageName, type StageStatus } from '../words.model.ts';

export interface Stage {
  readonly name: StageName;
  readonly status: StageStatus;
  readonly timeoutSeconds: number;
  /** The output is an item of its own. */
  readonly hasOutput?: true | undefined;
  readonly startedAt?: string | undefined;
  readonly finishedAt?: string | undefined;
}

const TIMEOUTS: Readonly<Record<StageName, number>> = {
  build: 3600,
  test: 3600,
  security_scan: 1800,
  deploy: 3600,
  smoke_test: 900,
};
const DAY_OF_SECONDS = 86_400;

/** Bytes of an output that are kept, and the longest output that a request may send. */
export const MOST_OUTPUT_BYTES = 4_096;
const MOST_SENT = 262_144;

export const LEGAL_STAGE_CHANGES: Readonly<Record<StageStatus, readonly StageStatus[]>> = {
  PENDING: ['RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED'],
  RUNNING: ['SUCCEEDED', 'FAILED', 'SKIPPED'],
  SUCCEEDED: [],
  FAILED: [],
  SKIPPED: [],
};

export const updateStageBody = z.lazy(() =>
  changeBody({
    status: z.enum(STAGE_STATUSES).optional().describe('Sets startedAt and finishedAt too'),
    timeoutSeconds: z.number().int().min(1).max(DAY_OF_SECONDS).optional(),
    output: prose(MOST_SENT).optional().describe('The last lines of at most 4096 bytes are kept'),
  }),
);
export type UpdateStageBody = z.output<typeof updateStageBody>;

export const stageView = z.strictObject({
  name: z.enum(STAGE_NAMES),
  status: z.enum(STAGE_STATUSES),
  timeoutSeconds: z.number().int(),
  output: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});

/** The outputs of stages, by their names. */
export type Outputs = Readonly<Partial<Record<StageName, string>>>;

export const viewStage = ({ name, status, timeoutSeconds, startedAt, finishedAt }: Stage, outputs: Outputs) => ({
  ...{ name, status, timeoutSeconds },
  ...{ output: outputs[name] ?? null, startedAt: startedAt ?? null, finishedAt: finishedAt ?? null },
});

export const newStages = (): Stage[] =>
  STAGE_NAMES.map((name) => ({ name, status: 'PENDING', timeoutSeconds: TIMEOUTS[name] }));

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** The last whole lines that fit, after a line that says how many are missing; a longer last line is cut at its beginning. */
export function keptOutput(output: string): string {
  if (bytesOf(output) <= MOST_OUTPUT_BYTES) return output;
  const lines = output.split('\n');
  const noteOf = (missing: number) => `… ${missing} earlier ${missing === 1 ? 'line is' : 'lines are'} not kept`;
  let from = lines.length;
  let left = MOST_OUTPUT_BYTES - bytesOf(noteOf(lines.length));
  while (from > 0 && bytesOf(lines[from - 1] ?? '') + 1 <= left) {
    from -= 1;
    left -= bytesOf(lines[from] ?? '') + 1;
  }
  if (from < lines.length) return [noteOf(from), ...lines.slice(from)].join('\n');
  return `… the beginning is not kept: ${endOf(lines.at(-1) ?? '', left - 32)}`;
}

/** The end of a text, of at most so many bytes, without half a character. */
function endOf(text: string, most: number): string {
  const bytes = new TextEncoder().encode(text).slice(-most);
  const first = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return new TextDecoder().decode(bytes.slice(first));
}

const isEnd = (status: StageStatus): boolean => LEGAL_STAGE_CHANGES[status].length === 0;

/** The stage after a change at `at` (ISO 8601). Throws `deployment.illegal_stage`. */
export function changedStage(
  stage: Stage,
  { status = stage.status, timeoutSeconds, output }: UpdateStageBody,
  at: string,
): Stage {
  const isChange = status !== stage.status;
  if (isChange && !LEGAL_STAGE_CHANGES[stage.status].includes(status)) {
    const detail = `${stage.name} is ${stage.status}`;
    throw deploymentErrors.illegal_stage({ detail, legal: [...LEGAL_STAGE_CHANGES[stage.status]] });
  }
  return {
    ...stage,
    status,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(output !== undefined && { hasOutput: true }),
    ...(isChange && status !== 'SKIPPED' && { startedAt: stage.startedAt ?? at }),
    ...(isChange && isEnd(status) && { finishedAt: at }),
  };
}

/** Throws `deployment.stage_not_found`. */
export function stageNamed(stages: readonly Stage[], name: string): Stage {
  const found = stages.find((stage) => stage.name === name);
  if (!found) throw deploymentErrors.stage_not_found({ detail: `The stages are ${STAGE_NAMES.join(', ')}.` });
  return found;
}
