// Delivers a rule's event to a function, a queue, a state machine or another bus, by the target's ARN. Called by the event
// bus through runtime.ts. A rejection is a failed attempt, which the bus retries.
import { AwsError, type AwsJsonService, type FunctionInvoker, type Json, type JsonObject } from './contracts.ts';
import type { Queues } from './queue/queues.ts';
import type { RuleTargetModel } from './template/model.ts';

export interface RuleTargetServices {
  readonly invoker: FunctionInvoker;
  readonly queues: () => Queues;
  readonly stateMachines: () => AwsJsonService;
  readonly bus: () => AwsJsonService;
}

/** Gives one target its payload. */
export async function deliverToTarget(
  services: RuleTargetServices,
  target: RuleTargetModel,
  payload: Json,
): Promise<void> {
  const [, , service] = target.arn.split(':');
  if (service === 'lambda') {
    const result = await services.invoker.invoke(target.arn, payload);
    if (!result.ok) throw new AwsError(result.errorType, result.errorMessage);
  } else if (service === 'sqs') {
    await services.queues().send(target.arn, JSON.stringify(payload));
  } else if (service === 'states') {
    await callOperation(services.stateMachines(), 'StartExecution', {
      stateMachineArn: target.arn,
      input: JSON.stringify(payload),
    });
  } else if (service === 'events') {
    await forward(services.bus(), target.arn, payload as JsonObject);
  } else {
    throw new AwsError('InvalidTarget', `${target.arn} is no target of the local runtime`);
  }
}

async function forward(bus: AwsJsonService, busArn: string, event: JsonObject): Promise<void> {
  const answer = await callOperation(bus, 'PutEvents', {
    Entries: [
      {
        EventBusName: busArn,
        Source: event.source ?? '',
        DetailType: event['detail-type'] ?? '',
        Detail: JSON.stringify(event.detail ?? {}),
        Resources: event.resources ?? [],
      },
    ],
  });
  if (answer.FailedEntryCount !== 0) throw new AwsError('InternalException', JSON.stringify(answer.Entries ?? []));
}

/** Calls one operation of a service of this process. */
export async function callOperation(
  service: AwsJsonService,
  operation: string,
  input: JsonObject,
): Promise<JsonObject> {
  const run = service.operations[operation];
  if (!run) throw new AwsError('UnknownOperationException', `${service.targetPrefix}.${operation}`);
  return run(input);
}
