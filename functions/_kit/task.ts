// The task bundle: a domain's `tasks` function runs the state-machine task that the payload names. Errors keep their code
// as name, so that Retry and Catch can match them.
import * as z from 'zod';
import { logger } from './logger.ts';

export interface TaskInput {
  readonly task: string;
}

/** What a state machine's Catch says of a task that failed. */
export const taskFailure = z.object({ Error: z.string(), Cause: z.string().optional() });
export type TaskFailure = z.output<typeof taskFailure>;

/** The cause of a Lambda error is JSON with its message; that of Step Functions' own errors is text, or nothing. */
export function messageOf({ Cause: cause = '' }: TaskFailure): string | undefined {
  try {
    return (JSON.parse(cause) as { errorMessage?: string } | null)?.errorMessage;
  } catch {
    return cause;
  }
}

export type Task<Deps> = (input: unknown, deps: Deps) => Promise<unknown>;

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
      throw error;
    }
  };
}
