// Buses, rules and queues of the model. Read by read-model.ts.
import { compilePattern } from '../../bus/pattern/pattern.ts';
import type { JsonObject } from '../../contracts.ts';
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import { each, IDENTITY, number, objectAt, ref, refuse, text, textAt, under, valueAt } from './fields.ts';

export const BUS = { ...IDENTITY, name: ref };

/** Refuses, with EventBridge's reason, an event pattern that is none. */
export function checkedPattern(resource: ResolvedResource, property: string, pattern: JsonObject): JsonObject {
  try {
    compilePattern(pattern);
    return pattern;
  } catch (error) {
    return refuse(resource, property, error instanceof Error ? error.message : String(error));
  }
}

/** A rule's ARN ends in `rule/<bus>/<name>`, or in `rule/<name>` on the default bus. */
const nameParts = ({ attributes }: ResolvedResource): string[] => attributes.Arn?.split('rule/')[1]?.split('/') ?? [];

/** A queue: the construct of subscriptions makes no other target. */
const RULE_TARGET = {
  arn: (target: ResolvedResource) => {
    const arn = textAt(target, 'Arn');
    return arn.startsWith('arn:aws:sqs:') ? arn : refuse(target, 'Targets.Arn', `${arn} is not a queue`);
  },
};

export const RULE = {
  ...IDENTITY,
  name: (rule: ResolvedResource) => nameParts(rule).at(-1) ?? '',
  busName: (rule: ResolvedResource) => nameParts(rule).at(-2) ?? 'default',
  pattern: (rule: ResolvedResource) => {
    const pattern = objectAt(rule, 'EventPattern');
    if (!pattern) return refuse(rule, 'EventPattern', 'is missing; schedules are not supported');
    return checkedPattern(rule, 'EventPattern', pattern);
  },
  enabled: (rule: ResolvedResource) => valueAt(rule, 'State') !== 'DISABLED',
  targets: each('Targets', RULE_TARGET),
};

export const QUEUE = {
  ...IDENTITY,
  name: ({ attributes }: ResolvedResource) => attributes.QueueName ?? '',
  url: ref,
  // SQS's defaults.
  visibilityTimeoutSeconds: number('VisibilityTimeout', 30),
  retentionSeconds: number('MessageRetentionPeriod', 345_600),
  redrive: under('RedrivePolicy', {
    deadLetterArn: text('RedrivePolicy.deadLetterTargetArn'),
    maxReceiveCount: number('RedrivePolicy.maxReceiveCount'),
  }),
};
