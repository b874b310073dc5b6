// Buses, rules and queues of the model. Called by read-model.ts.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import type { BusModel, QueueModel, ResolvedResource, RuleModel, RuleTargetModel } from '../model.ts';
import { refuseInvalidPattern } from './read-pattern.ts';
import { defined, listAt, objectAt, optionalNumber, optionalText } from './read-property.ts';

// EventBridge's defaults: 185 attempts within 24 hours.
const DEFAULT_ATTEMPTS = 185;
const DEFAULT_AGE_SECONDS = 86_400;
// SQS's defaults.
const DEFAULT_VISIBILITY_SECONDS = 30;
const DEFAULT_RETENTION_SECONDS = 345_600;

export function readBus(resource: ResolvedResource): BusModel {
  return { logicalId: resource.logicalId, name: resource.ref, arn: resource.attributes.Arn ?? '' };
}

export function readRule(resource: ResolvedResource): RuleModel {
  const arn = resource.attributes.Arn ?? '';
  const [bus, name] = arn.split('rule/')[1]?.split('/') ?? [];
  const pattern = objectAt(resource, 'EventPattern');
  if (!pattern)
    throw new UnsupportedError(resource.logicalId, 'EventPattern', 'is missing; schedules are not supported');
  refuseInvalidPattern(resource, 'EventPattern', pattern);
  return {
    logicalId: resource.logicalId,
    name: name ?? bus ?? '',
    busName: name === undefined ? 'default' : (bus ?? ''),
    arn,
    pattern,
    enabled: optionalText(resource, 'State') !== 'DISABLED',
    targets: listAt(resource, 'Targets').map((target) => readTarget(target as JsonObject)),
  };
}

function readTarget(target: JsonObject): RuleTargetModel {
  const retry = (target.RetryPolicy ?? {}) as JsonObject;
  const transformer = target.InputTransformer as JsonObject | undefined;
  return defined<RuleTargetModel>({
    id: String(target.Id),
    arn: String(target.Arn),
    input: asText(target.Input),
    inputPath: asText(target.InputPath),
    inputTransformer: transformer && {
      inputPathsMap: (transformer.InputPathsMap ?? {}) as Record<string, string>,
      inputTemplate: String(transformer.InputTemplate),
    },
    retry: {
      maximumRetryAttempts: Number(retry.MaximumRetryAttempts ?? DEFAULT_ATTEMPTS),
      maximumEventAgeSeconds: Number(retry.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS),
    },
    deadLetterArn: asText((target.DeadLetterConfig as JsonObject | undefined)?.Arn),
  });
}

export function readQueue(resource: ResolvedResource): QueueModel {
  const redrive = objectAt(resource, 'RedrivePolicy');
  if (redrive && Number.isNaN(Number(redrive.maxReceiveCount))) {
    throw new UnsupportedError(resource.logicalId, 'RedrivePolicy.maxReceiveCount', 'is not a number');
  }
  return defined<QueueModel>({
    logicalId: resource.logicalId,
    name: resource.attributes.QueueName ?? '',
    arn: resource.attributes.Arn ?? '',
    url: resource.ref,
    visibilityTimeoutSeconds: optionalNumber(resource, 'VisibilityTimeout') ?? DEFAULT_VISIBILITY_SECONDS,
    delaySeconds: optionalNumber(resource, 'DelaySeconds') ?? 0,
    retentionSeconds: optionalNumber(resource, 'MessageRetentionPeriod') ?? DEFAULT_RETENTION_SECONDS,
    redrive: redrive && {
      deadLetterArn: String(redrive.deadLetterTargetArn),
      maxReceiveCount: Number(redrive.maxReceiveCount),
    },
  });
}

function asText(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
