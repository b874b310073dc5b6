// The Step Functions of the local runtime: a JSONata-only interpreter of the Amazon States Language with a durable store.
// `runtime.ts` calls `createStateMachines`; the gateway serves `service`.
import type { AwsJsonService, Part, PartContext } from '../contracts.ts';
import { Engine, type Services, type StateMachineSpec } from './engine.ts';
import { executionOperations } from './operations/execution-operations.ts';
import { taskOperations } from './operations/task-operations.ts';
import { Scheduler } from './scheduler.ts';
import { validateMachine } from './validation/validate-machine.ts';

export interface StateMachinesOptions extends PartContext, Services {
  readonly machines: readonly StateMachineSpec[];
  /** Numbers in [0, 1) for the jitter of retries; Math.random when absent. */
  readonly random?: () => number;
}

export interface StateMachines extends Part {
  /** `X-Amz-Target: AWSStepFunctions.<operation>` in AWS JSON 1.0. */
  readonly service: AwsJsonService;
  /** Fires the timers that are due by `now()` and resolves when the steps they start have ended. For a clock that moves. */
  runDue(): Promise<void>;
  /** Resolves when no step and no task call is running; executions may wait for timers and callbacks. */
  settled(): Promise<void>;
}

/**
 * Makes the interpreter over `options.db` (tables `asl_*`). Nothing runs before `start()`, which resumes every execution that ran
 * when the last process ended: calls that had no result yet are repeated, others never.
 * Throws UnsupportedError for the first state, field, integration or expression that it does not support.
 */
export function createStateMachines(options: StateMachinesOptions): StateMachines {
  for (const machine of options.machines) validateMachine(machine, options);
  const engine = new Engine(options, options.machines, options, options.random ?? Math.random);
  const scheduler = new Scheduler(engine);
  const operations = { ...executionOperations(engine), ...taskOperations(engine) };
  return {
    service: { targetPrefix: 'AWSStepFunctions', operations },
    start: () => scheduler.start(),
    stop: () => scheduler.stop(),
    runDue: () => scheduler.runDue(),
    settled: () => scheduler.settled(),
  };
}
