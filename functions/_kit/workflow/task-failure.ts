// The answer of a task that cannot do its work now, and the error of one that failed, as a state machine and people read them.
// Lambda passes only an error's name and message.
import * as z from 'zod';
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { logger } from '../logger.ts';

/** The output of a state machine's Catch for a failed task; null what a SendTaskFailure leaves out. */
export const taskFailure = z.object({ Error: z.string().nullable(), Cause: z.string().nullable() });
export type TaskFailure = z.output<typeof taskFailure>;

/** A service is at work on something of ours, or states a time: the state machine waits, at growing distances, and calls again. */
export interface PutOff {
  /** As the service states; 0 when it states none. */
  readonly seconds: number;
  /** The words of the service. */
  readonly message: string;
  /** For a machine that does not wait so long. */
  readonly error: TaskFailure;
}

const BUSY = 'integration.busy';
const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited'];

/** Of a service that states a time (epoch milliseconds) which nobody waits for but people. */
export const waitInWords = (until: number): string =>
  `It asks to wait until ${isoOf(until).slice(0, 16).replace('T', ' ')} UTC; retry after that.`;

/** `now` in epoch milliseconds. */
export function putOffBy({ code, message, details }: DomainError, now: number): PutOff {
  const seconds = Math.max(0, Math.ceil(details.retryAfterSeconds ?? 0));
  const Cause = seconds > 0 ? `${message}. ${waitInWords(now + seconds * 1000)}` : message;
  return { seconds, message, error: { Error: code, Cause } };
}

/**
 * The answer of `work`. A task whose machine `canWait` answers `putOff` when its service is busy or states a time; to any other
 * machine that is an error in full words.
 */
export async function answerOf(work: () => Promise<unknown>, canWait: boolean, now: number): Promise<unknown> {
  try {
    return (await work()) ?? null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const putOff = putOffBy(error, now);
    const isWaitedFor = error.code === BUSY || (PASSING.includes(error.code) && putOff.seconds > 0);
    if (!isWaitedFor) throw error;
    if (!canWait) throw Object.assign(new Error(putOff.error.Cause ?? '', { cause: error }), { name: error.code });
    logger.info('task put off', { code: error.code, seconds: putOff.seconds, message: putOff.message });
    return { putOff };
  }
}

/** The error's code and words. The cause of a Lambda error is JSON with its message; every other cause is text, or empty. */
export function failedIn({ Error: error, Cause: cause }: TaskFailure): { code: string; message: string | undefined } {
  return { code: error ?? 'States.TaskFailed', message: messageIn(cause ?? '') };
}

const MAX_WORDS = 500;

/** `integration.refused: the service's words`, for people. */
export function wordsOf(failure: TaskFailure): string {
  const { code, message } = failedIn(failure);
  return (message ? `${code}: ${message}` : code).slice(0, MAX_WORDS);
}

function messageIn(cause: string): string | undefined {
  try {
    return (JSON.parse(cause) as { errorMessage?: string } | null)?.errorMessage;
  } catch {
    return cause;
  }
}
