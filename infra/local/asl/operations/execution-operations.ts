// ListStateMachines, and StartExecution, DescribeExecution, ListExecutions, StopExecution and GetExecutionHistory
// (https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html).
import type { JsonObject } from '../../contracts.ts';
import type { Engine } from '../engine.ts';
import { errorDetails } from '../failure.ts';
import { endExecution } from '../lifecycle.ts';
import { startExecution } from '../start-execution.ts';
import type { Execution } from '../store/executions.ts';
import {
  oneOf,
  optionalFlag,
  optionalText,
  page,
  pageSize,
  pageStart,
  refuseMember,
  requiredExecution,
  requiredMachine,
  timestamp,
} from './requests.ts';

type Operation = (input: JsonObject) => JsonObject;

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export function executionOperations(engine: Engine): Record<string, Operation> {
  const createdAt = engine.now();
  return {
    /** The template's machines, which never change while the runtime is up, on one page. */
    ListStateMachines: () => ({
      stateMachines: [...engine.machines.values()].map(({ arn, name }) => ({
        stateMachineArn: arn,
        name,
        type: 'STANDARD',
        creationDate: timestamp(createdAt),
      })),
    }),

    StartExecution(input) {
      const machineArn = requiredMachine(engine, input).arn;
      const name = optionalText(input, 'name');
      const request = { machineArn, name, input: optionalText(input, 'input') ?? '{}' };
      const execution = engine.db.transaction(() => startExecution(engine, request));
      return { executionArn: execution.arn, startDate: timestamp(execution.startedAt) };
    },

    DescribeExecution(input) {
      const execution = requiredExecution(engine, input);
      const included = { included: true };
      return {
        ...summary(execution),
        input: execution.input,
        inputDetails: included,
        ...(execution.output === undefined ? {} : { output: execution.output, outputDetails: included }),
        ...errorDetails(execution),
      };
    },

    ListExecutions(input) {
      const machineArn = requiredMachine(engine, input).arn;
      for (const member of ['redriveFilter', 'mapRunArn']) refuseMember(input, member);
      const status = oneOf(input, 'statusFilter', STATUSES);
      const size = pageSize(input);
      const filter = { machineArn, status, beforeId: pageStart(input), limit: size + 1 };
      const { rows, next } = page(engine.executions.list(filter), size, (execution) => execution.id);
      return { executions: rows.map(summary), ...next };
    },

    /** Stopping an execution that has ended changes nothing and answers when it ended. */
    StopExecution(input) {
      const { arn, status } = requiredExecution(engine, input);
      const failure = { error: optionalText(input, 'error'), cause: optionalText(input, 'cause') };
      if (status === 'RUNNING') engine.db.transaction(() => endExecution(engine, arn, { status: 'ABORTED', failure }));
      return { stopDate: timestamp(engine.executions.get(arn).stoppedAt ?? engine.now()) };
    },

    GetExecutionHistory(input) {
      const { arn } = requiredExecution(engine, input);
      const size = pageSize(input);
      const events = engine.history.list({
        executionArn: arn,
        reverse: optionalFlag(input, 'reverseOrder', false),
        includeData: optionalFlag(input, 'includeExecutionData', true),
        afterId: pageStart(input),
        limit: size + 1,
      });
      const { rows, next } = page(events, size, (event) => event.id as number);
      return { events: rows, ...next };
    },
  };
}

function summary(execution: Execution): JsonObject {
  const { stoppedAt } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: timestamp(execution.startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: timestamp(stoppedAt) }),
  };
}
