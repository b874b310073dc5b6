// The executions of a domain's machines that failed: Step Functions says each on the account's bus, and a rule puts it to the domain's dead
// letters, whose alarm is paid already. The message names the execution. Made by the domain's stack.
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { machineArn, pascalCase, physicalName } from './naming.ts';

/** An execution that a person or an operation of ours aborts has not failed. */
const FAILURES = ['FAILED', 'TIMED_OUT'];

interface FailedExecutionsProps {
  readonly domain: string;
  readonly stage: string;
  readonly machines: readonly string[];
  readonly deadLetters: IQueue;
}

/** "Step Functions Execution Status Change" of the Step Functions Developer Guide. */
export function catchFailedExecutions(
  scope: Construct,
  { domain, stage, machines, deadLetters }: FailedExecutionsProps,
): void {
  const name = `${domain}-failed-executions`;
  new Rule(scope, pascalCase(name), {
    ruleName: physicalName(stage, name),
    description: `${domain}: executions that failed`,
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { status: FAILURES, stateMachineArn: machines.map((machine) => machineArn(scope, stage, machine)) },
    },
    targets: [new SqsQueue(deadLetters)],
  });
}
