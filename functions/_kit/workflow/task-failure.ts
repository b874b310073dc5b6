// Turns a failed task into an error that a state machine can read. Lambda passes only an error's name and message; so a
// service that states when it may be asked again becomes an error of its own name, with JSON for a Wait as its message.
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';

/** The output of a state machine's Catch for a failed task; null what a SendTaskFailure leaves out. */
export const taskFailure = z.object({ Error: z.string().nullable(), Cause: z.string().nullable() });
export type TaskFailure = z.output<typeof taskFailure>;

/** The name by which state machines catch it; they retry no error of this name. */
export const WAIT_STATED = 'integration.wait_stated';

const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited'];

/** `until` is ISO 8601. */
const statedWait = z.object({ seconds: z.number(), until: z.string(), error: z.string(), message: z.string() });

/** The error itself, unless it is a service's that states a time; `now` in epoch milliseconds. */
export function asTaskError(error: unknown, now: number): unknown {
  if (!isDomainError(error) || !PASSING.includes(error.code)) return error;
  const seconds = Math.ceil(error.details.retryAfterSeconds ?? 0);
  if (seconds <= 0) return error;
  const until = new Date(now + seconds * 1000).toISOString();
  const stated: z.output<typeof statedWait> = { seconds, until, error: error.code, message: error.message };
  return Object.assign(new Error(JSON.stringify(stated), { cause: error }), { name: WAIT_STATED });
}

interface Failed {
  readonly code: string;
  readonly message: string | undefined;
}

/** The error in words. The cause of a Lambda error is JSON with its message; that of Step Functions' own is text, or empty. */
export function failedIn({ Error: error, Cause: cause }: TaskFailure): Failed {
  const code = error ?? 'States.TaskFailed';
  const message = messageIn(cause ?? '');
  const stated = code === WAIT_STATED ? statedWait.safeParse(parsed(message)).data : undefined;
  if (!stated) return { code, message };
  return { code: stated.error, message: `${stated.message}. ${waitInWords(Date.parse(stated.until))}` };
}

/** Of a service that states a time (epoch milliseconds) which nobody waits for but people. */
export const waitInWords = (until: number): string =>
  `It asks to wait until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC; retry after that.`;

const MAX_WORDS = 500;

/** `integration.refused: the service's words`, for people. */
export function wordsOf(failure: TaskFailure): string {
  const { code, message } = failedIn(failure);
  return (message ? `${code}: ${message}` : code).slice(0, MAX_WORDS);
}

function messageIn(cause: string): string | undefined {
  const told = parsed(cause) as { errorMessage?: string } | null | undefined;
  return told === undefined ? cause : told?.errorMessage;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
