// The `tasks` function of a domain: runs the state-machine task that the payload names. Errors keep their code as name, so that
// Retry and Catch can match them.
import * as z from 'zod';
import { createTenantPresence, type IsTenantThere } from '../../../entities/tenants/removal/tenant-presence.repo.ts';
import { type Binding, bind, measured } from '../binding.ts';
import { type Deletable, isGone } from '../bus/gone.ts';
import { logger } from '../logger.ts';
import type { Manifest } from '../manifest.ts';
import { answerOf } from './task-failure.ts';

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
