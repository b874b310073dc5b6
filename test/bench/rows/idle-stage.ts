// The price of a deployed stage that does nothing, from its templates: list prices of us-east-1 for a month, without any free
// tier. A resource type that is not listed fails, so that nothing is left out by being new.
import { join } from 'node:path';
import { readWorkflows } from '../../../infra/constructs/workflow.ts';
import { manifests } from '../../../infra/manifests.ts';
import { type Resource, synthesize } from '../../support/cdk/synthesize.ts';
import { BUDGETS } from '../budgets.ts';
import type { Measurement } from '../measurement.ts';
import type { Row } from '../row.ts';

const MINUTES = 30.4 * 24 * 60;
/** Lambda keeps five long polls of 20 seconds open for each queue ("Using Lambda with Amazon SQS"); Amazon SQS pricing. */
const POLLING = 5 * 3 * MINUTES * (0.4 / 1_000_000);

/** Amazon CloudWatch pricing: an alarm is paid by the metrics in it. */
const alarm = ({ Properties: { Metrics = [] } }: Resource): number =>
  Math.max(1, Metrics.filter(({ MetricStat }: { MetricStat?: unknown }) => MetricStat !== undefined).length) * 0.1;
/** Reading a table's stream is free for Lambda (Amazon DynamoDB pricing). */
const poll = ({ Properties: { EventSourceArn } }: Resource): number =>
  JSON.stringify(EventSourceArn).includes('Stream') ? 0 : POLLING;

const PRICES: Readonly<Record<string, (resource: Resource) => number>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::Dashboard': () => 3,
  'AWS::KMS::Key': () => 1,
  'AWS::Lambda::EventSourceMapping': poll,
};

/** Paid by use or by what they hold: requests, events, executions, log lines, stored bytes. A topic, a rule, a role cost nothing. */
const FREE_WHEN_IDLE: readonly string[] = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::Table',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::StepFunctions::StateMachine',
];

/** Dollars a month, by resource type. */
export function idlePrices(resources: readonly Resource[]): ReadonlyMap<string, number> {
  const prices = new Map<string, number>();
  for (const resource of resources) {
    const price = PRICES[resource.Type];
    if (!price && !FREE_WHEN_IDLE.includes(resource.Type)) throw new Error(`${resource.Type} has no price here`);
    if (price) prices.set(resource.Type, (prices.get(resource.Type) ?? 0) + price(resource));
  }
  return prices;
}

let found: Promise<readonly Resource[]> | undefined;
/** The resources of a stage with all manifests, synthesized once. */
export function stageResources(): Promise<readonly Resource[]> {
  found ??= synthesizeStage();
  return found;
}

async function synthesizeStage(): Promise<readonly Resource[]> {
  const machines = manifests.flatMap((manifest) => manifest.machines ?? []);
  const workflows = await readWorkflows(join(import.meta.dirname, '../../../statemachines'), machines);
  const { stacks } = synthesize({ manifests, workflows });
  return [...stacks.values()].flatMap((one) => Object.values<Resource>(one.toJSON().Resources));
}

export async function idleRows(): Promise<readonly Row[]> {
  const prices = [...idlePrices(await stageResources())].toSorted(([, one], [, other]) => other - one);
  const total = prices.reduce((sum, [, price]) => sum + price, 0);
  const unit = 'dollars' as const;
  return [
    { what: 'a stage that does nothing, a month', measured: total, allowed: BUDGETS.idleDollars, unit },
    ...prices.map(([type, measured]) => ({ what: `of it ${type}`, measured, unit })),
  ];
}

export const idleStage: Measurement = {
  name: 'idle-stage',
  about: 'the price of a deployed stage that does nothing',
  measure: idleRows,
};
