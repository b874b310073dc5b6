// The `tasks` function of a domain: runs the task that the payload names, or answers `putOff` if the task cannot act now.
// Errors keep their code as their name, so that Retry and Catch can match them: Lambda passes only name and message.
import * as z from 'zod';
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { jsonOf } from '../../../entities/_base/json.ts';
import { cutTo } from '../../../entities/_base/text.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { isPassing, isPassingOrBusy } from '../../../entities/integrations/errors.ts';
import { createTenantPresence, type IsTenantThere } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { type Binding, bind, measured } from '../binding.ts';
import { type Deletable, isGone } from '../bus/gone.ts';
import { logger } from '../logger.ts';
import type { Manifest } from '../manifest.ts';

export interface TaskInput {
  readonly task: string;
  /** The state machine understands the answer `putOff`. */
  readonly canWait?: boolean;
}

export type Task<Deps> = (input: unknown, deps: Deps) => Promise<unknown>;

/** Tasks by the names in the manifest. */
export type Tasks<M extends Manifest, Deps> = Readonly<Record<keyof M['tasks'], Task<Deps>>>;

/** The answer of a task whose tenant or release was deleted; null by default. */
export interface IfDeleted<Deps> {
  readonly about?: Deletable;
  readonly answer: Task<Deps>;
}

const ofTenant = z.object({ tenantId: z.string() });
const nothing = { answer: async () => null };

/** Wraps each task: if its tenant or release was deleted, answers `answer` instead. */
export function guarded<M extends Manifest, Deps>(
  { tasks: specs }: M,
  tasks: Tasks<M, Deps>,
  isThere: IsTenantThere,
  { about, answer }: IfDeleted<Deps> = nothing,
): Tasks<M, Deps> {
  const guardedTask =
    (name: string, task: Task<Deps>): Task<Deps> =>
    async (input, deps) => {
      const isWanted = typeof specs[name] !== 'string' || (await isThere(ofTenant.parse(input).tenantId));
      if (!isWanted) return answer(input, deps);
      return task(input, deps).catch((error: unknown) => {
        if (about === undefined || !isGone(about, error)) throw error;
        return answer(input, deps);
      });
    };
  const entries = Object.entries<Task<Deps>>(tasks).map(([name, task]) => [name, guardedTask(name, task)]);
  return Object.fromEntries(entries) as Tasks<M, Deps>;
}

/** The Lambda handler; answers the task's result. */
export function taskHandler<Deps>(tasks: Readonly<Record<string, Task<Deps>>>, deps: Deps) {
  const ofName = new Map(Object.entries(tasks));
  return async (input: TaskInput): Promise<unknown> => {
    const task = ofName.get(input.task);
    if (!task) throw new Error(`no task named ${input.task}`);
    try {
      return await answerOf(() => task(input, deps), input.canWait === true, Date.now());
    } catch (error) {
      logger.warn('task failed', { task: input.task, error: error as Error });
      throw error;
    }
  };
}

/** The handler of a domain's `tasks` function, bound to its deployment. */
export function tasksOf<M extends Manifest, Deps>(
  manifest: M,
  tasks: Tasks<M, Deps>,
  depsOf: (binding: Binding<M, 'tasks'>) => NoInfer<Deps>,
  ifDeleted?: IfDeleted<NoInfer<Deps>>,
) {
  const binding = bind(manifest, 'tasks');
  const safe = guarded(manifest, tasks, createTenantPresence(binding.table), ifDeleted);
  return measured(taskHandler(safe, depsOf(binding)));
}

/** The output of a state machine's Catch for a failed task. A field that SendTaskFailure left out is null. */
export const taskFailure = z.object({ Error: z.string().nullable(), Cause: z.string().nullable() });
export type TaskFailure = z.output<typeof taskFailure>;

/** A service is busy or states a time: the state machine waits, longer each time, and calls the task again. */
export interface PutOff {
  /** Seconds to wait, as the service states; 0 if it states none. */
  readonly seconds: number;
  /** The words of the service. */
  readonly message: string;
  /** The error for a machine that cannot wait so long. */
  readonly error: TaskFailure;
}

/** The sentence for people about the time (epoch milliseconds) that a service states. */
export const waitInWords = (until: number): string =>
  `It asks to wait until ${isoOf(until).slice(0, 16).replace('T', ' ')} UTC; retry after that.`;

/** `now` in epoch milliseconds. */
export function putOffBy({ code, message, details }: DomainError, now: number): PutOff {
  const seconds = Math.max(0, Math.ceil(details.retryAfterSeconds ?? 0));
  const Cause = seconds > 0 ? `${message}. ${waitInWords(now + seconds * 1000)}` : message;
  return { seconds, message, error: { Error: code, Cause } };
}

/**
 * Runs `work` and answers its result. If the service is busy or states a time, answers `putOff` if the machine `canWait`,
 * otherwise throws an error with the time in its message.
 */
export async function answerOf(work: () => Promise<unknown>, canWait: boolean, now: number): Promise<unknown> {
  try {
    return (await work()) ?? null;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const putOff = putOffBy(error, now);
    const isWaitedFor = isPassing(error) ? putOff.seconds > 0 : isPassingOrBusy(error);
    if (!isWaitedFor) throw error;
    if (!canWait) throw Object.assign(new Error(putOff.error.Cause ?? '', { cause: error }), { name: error.code });
    logger.info('task put off', { code: error.code, seconds: putOff.seconds, message: putOff.message });
    return { putOff };
  }
}

/**
 * The code and message of the error. The cause of a Lambda error is JSON with a message; every other cause is text or
 * empty.
 */
export function failedIn({ Error: error, Cause: cause }: TaskFailure): { code: string; message: string | undefined } {
  return { code: error ?? 'States.TaskFailed', message: messageIn(cause ?? '') };
}

const MAX_WORDS = 500;

/** The failure for people: `integration.refused: the service's message`. */
export function wordsOf(failure: TaskFailure): string {
  const { code, message } = failedIn(failure);
  return cutTo(message ? `${code}: ${message}` : code, MAX_WORDS);
}

function messageIn(cause: string): string | undefined {
  const error = jsonOf(cause) as { errorMessage?: string } | null | undefined;
  return error === undefined ? cause : error?.errorMessage;
}
