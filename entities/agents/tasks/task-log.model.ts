// The log of a task, one for each lease: chunks with their offsets, in any order, and what is kept of them. Pure.
import * as z from 'zod';
import { pageQuery } from '../../_base/list.ts';
import { prose } from '../../_base/text.ts';
import type { TaskLogItem } from './task.entity.ts';

/** Bytes of the log of a lease that are kept: by the offset, and, of all chunks after the first one, by their sum. */
export const MOST_LOG_BYTES = 1_048_576;
/** Characters of a chunk. */
const MOST_CHUNK = 65_536;
const FURTHEST = 99_999_999;

export const logChunk = z.strictObject({
  offset: z.number().int().min(0).max(FURTHEST).describe('Bytes of UTF-8 of the log before this text'),
  text: prose(MOST_CHUNK).min(1),
});
export type LogChunk = z.output<typeof logChunk>;

export const listTaskLogQuery = z.strictObject({ ...pageQuery });

export const taskLogView = z
  .strictObject({
    fence: z.number().int().describe('The lease; each begins its log at 0'),
    offset: z.number().int().describe('Bytes of UTF-8 before the text. A gap means that a part is missing'),
    text: z.string(),
    isCut: z.boolean().describe('The log went on, but is not kept from here'),
    writtenAt: z.iso.datetime(),
  })
  .meta({ id: 'DeploymentTaskLog' });

export const viewTaskLog = ({ fence, offset, text, isCut, writtenAt }: TaskLogItem): z.output<typeof taskLogView> => ({
  ...{ fence, offset, text, isCut, writtenAt },
});

/** Said in the log itself. */
export const CUT_LINE = `\n… the log is longer than ${MOST_LOG_BYTES} bytes: the rest is not kept\n`;

/** The beginning of a text, of at most so many bytes, without half a character. */
function beginningOf(text: string, most: number): string {
  const bytes = new TextEncoder().encode(text);
  let end = Math.min(most, bytes.length);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return new TextDecoder().decode(bytes.slice(0, end));
}

/** A chunk that says that the log was cut. */
export const CUT_CHUNK: LogChunk = { offset: MOST_LOG_BYTES, text: CUT_LINE };

/**
 * The bytes that the chunk counts: overlapping chunks fit by their offsets, however many they are. The one at 0 is one item whatever comes,
 * and the log of a short task: it counts none, and costs no further write. Neither does what says that the log was cut.
 */
export const countedBytes = ({ offset, text }: LogChunk): number =>
  offset === 0 || offset >= MOST_LOG_BYTES ? 0 : new TextEncoder().encode(text).length;

/** A chunk as it is kept. Every chunk after the limit is the same one, which says that the log was cut. */
export function keptChunk({ offset, text }: LogChunk): LogChunk & { readonly isCut: boolean } {
  if (offset >= MOST_LOG_BYTES) return { ...CUT_CHUNK, isCut: true };
  const kept = beginningOf(text, MOST_LOG_BYTES - offset);
  return kept.length === text.length ? { offset, text, isCut: false } : { offset, text: kept + CUT_LINE, isCut: true };
}
