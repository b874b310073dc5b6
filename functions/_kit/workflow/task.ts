// The `tasks` function of a domain runs the state-machine task that the payload names, and answers that a task is put off when it
// cannot do its work now. Errors keep their code as name, so that Retry and Catch match them: Lambda passes only name and message.
import * as z from 'zod';
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
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

/** A task per name of the manifest. */
export type Tasks<M extends Manifest, Deps> = Readonly<Record<keyof M['tasks'], Task<Deps>>>;

/** The answer of tasks if their tenant, or the one release that each is about, was deleted; null by default. */
export interface IfDeleted<Deps> {
  readonly about?: Deletable;
  readonly answer: Task<Deps>;
}

const ofTenant = z.object({ tenantId: z.string() });
const nothing = { answer: async () => null };

/** The tasks as they run: each answers `answer` instead of acting for something that was deleted. */
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

/** The Lambda handler; answers what the task answers. */
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
