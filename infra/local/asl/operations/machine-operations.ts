// DescribeStateMachine and ListStateMachines: the machines are the template's and never change while the runtime is up.
import type { JsonObject } from '../../contracts.ts';
import type { Engine, StateMachineSpec } from '../engine.ts';
import { roleArn } from '../lifecycle.ts';
import { page, pageSize, pageStart, requiredMachine, timestamp } from './requests.ts';

export function machineOperations(engine: Engine): Record<string, (input: JsonObject) => JsonObject> {
  const createdAt = engine.now();
  const summary = (machine: StateMachineSpec): JsonObject => ({
    stateMachineArn: machine.arn,
    name: machine.name,
    type: 'STANDARD',
    creationDate: timestamp(createdAt),
  });
  return {
    DescribeStateMachine(input) {
      const machine = requiredMachine(engine, input);
      return {
        ...summary(machine),
        status: 'ACTIVE',
        definition: JSON.stringify(machine.definition),
        roleArn: roleArn(machine.arn, machine.name),
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
      };
    },

    ListStateMachines(input) {
      const size = pageSize(input);
      const start = pageStart(input) ?? -1;
      const rest = [...engine.machines.values()].map((machine, id) => ({ machine, id })).filter(({ id }) => id > start);
      const { rows, next } = page(rest, size, ({ id }) => id);
      return { stateMachines: rows.map(({ machine }) => summary(machine)), ...next };
    },
  };
}
