// The task bundle: a domain's `tasks` function runs the state-machine task that the payload names. Errors keep their code
// as name, so that Retry and Catch can match them.
import * as z from 'zod';
import type { IsTenantThere } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { logger } from '../logger.ts';
import { asTaskError } from './task-failure.ts';

export interface TaskInput {
  readonly task: string;
}

export type Task<Deps> = (input: unknown, deps: Deps) => Promise<unknown>;

const ofTenant = z.object({ tenantId: z.string() });

/** Wraps each task: if the tenant was deleted, runs `over` instead. */
export function whileThere<Deps, Name extends string>(
  tasks: Readonly<Record<Name, Task<Deps>>>,
  isThere: IsTenantThere,
  over: Task<Deps>,
): Readonly<Record<Name, Task<Deps>>> {
  const guarded =
    (task: Task<Deps>): Task<Deps> =>
    async (input, deps) =>
      (await isThere(ofTenant.parse(input).tenantId)) ? task(input, deps) : over(input, deps);
  const entries = Object.entries<Task<Deps>>(tasks).map(([name, task]) => [name, guarded(task)]);
  return Object.fromEntries(entries) as Readonly<Record<Name, Task<Deps>>>;
}

/** The Lambda handler of a domain's `tasks` function; answers what the task answers. */
export function taskHandler<Deps>(tasks: Readonly<Record<string, Task<Deps>>>, deps: Deps) {
  const ofName = new Map(Object.entries(tasks));
  return async (input: TaskInput): Promise<unknown> => {
    const task = ofName.get(input.task);
    if (!task) throw new Error(`no task named ${input.task}`);
    try {
      return (await task(input, deps)) ?? null;
    } catch (error) {
      logger.warn('task failed', { task: input.task, error: error as Error });
      throw asTaskError(error, Date.now());
    }
  };
}
