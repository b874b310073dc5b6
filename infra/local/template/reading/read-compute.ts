// Functions, their event sources and state machines of the model. Called by read-model.ts.
import { readFileSync, statSync } from 'node:fs';
import { type JsonObject, UnsupportedError } from '../../contracts.ts';
import type {
  FunctionModel,
  QueueMappingModel,
  ResolvedResource,
  StateMachineModel,
  StreamMappingModel,
} from '../model.ts';
import type { Assembly } from '../resolution/assembly.ts';
import { refuseInvalidPattern } from './read-pattern.ts';
import { defined, flagAt, listAt, objectAt, optionalNumber, optionalText, textAt, textsAt } from './read-property.ts';

export function readFunction(resource: ResolvedResource, assembly: Assembly): FunctionModel {
  const { attributes, logicalId, ref } = resource;
  const codeDirectory = assembly.assetPath(textAt(resource, 'Code.S3Key'));
  if (!codeDirectory || !statSync(codeDirectory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UnsupportedError(logicalId, 'Code', 'is not a directory asset of this assembly');
  }
  const variables = Object.entries(objectAt(resource, 'Environment.Variables') ?? {});
  return defined<FunctionModel>({
    logicalId,
    name: ref,
    arn: attributes.Arn ?? '',
    handler: textAt(resource, 'Handler'),
    codeDirectory,
    environment: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])),
    timeoutSeconds: optionalNumber(resource, 'Timeout') ?? 3,
    memoryMb: optionalNumber(resource, 'MemorySize') ?? 128,
    reservedConcurrency: optionalNumber(resource, 'ReservedConcurrentExecutions'),
    roleArn: textAt(resource, 'Role'),
  });
}

/** The runtime makes stream ARNs as `<table ARN>/stream/local`. */
const TABLE_STREAM = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//;

export function readStreamMapping(resource: ResolvedResource): StreamMappingModel {
  const { logicalId } = resource;
  const streamArn = textAt(resource, 'EventSourceArn');
  const tableName = TABLE_STREAM.exec(streamArn)?.[1];
  if (!tableName)
    throw new UnsupportedError(logicalId, 'EventSourceArn', `${streamArn} is neither a table stream nor a queue`);
  refuse(resource, ['ScalingConfig']);
  return defined<StreamMappingModel>({
    logicalId,
    tableName,
    streamArn,
    functionArn: textAt(resource, 'FunctionName'),
    batchSize: optionalNumber(resource, 'BatchSize') ?? 100,
    maximumBatchingWindowSeconds: optionalNumber(resource, 'MaximumBatchingWindowInSeconds') ?? 0,
    startingPosition: textAt(resource, 'StartingPosition') as StreamMappingModel['startingPosition'],
    bisectBatchOnFunctionError: flagAt(resource, 'BisectBatchOnFunctionError'),
    maximumRetryAttempts: optionalNumber(resource, 'MaximumRetryAttempts') ?? -1,
    maximumRecordAgeSeconds: optionalNumber(resource, 'MaximumRecordAgeInSeconds') ?? -1,
    parallelizationFactor: optionalNumber(resource, 'ParallelizationFactor') ?? 1,
    reportBatchItemFailures: textsAt(resource, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    filters: filtersOf(resource),
    onFailureQueueArn: optionalText(resource, 'DestinationConfig.OnFailure.Destination'),
  });
}

export function readQueueMapping(resource: ResolvedResource): QueueMappingModel {
  refuse(resource, [
    'StartingPosition',
    'BisectBatchOnFunctionError',
    'MaximumRetryAttempts',
    'MaximumRecordAgeInSeconds',
  ]);
  refuse(resource, ['ParallelizationFactor', 'DestinationConfig', 'FilterCriteria']);
  return defined<QueueMappingModel>({
    logicalId: resource.logicalId,
    queueArn: textAt(resource, 'EventSourceArn'),
    functionName: textAt(resource, 'FunctionName'),
    batchSize: optionalNumber(resource, 'BatchSize') ?? 10,
    maximumBatchingWindowSeconds: optionalNumber(resource, 'MaximumBatchingWindowInSeconds') ?? 0,
    maximumConcurrency: optionalNumber(resource, 'ScalingConfig.MaximumConcurrency'),
    reportBatchItemFailures: textsAt(resource, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
  });
}

export function readStateMachine(resource: ResolvedResource, assembly: Assembly): StateMachineModel {
  return {
    logicalId: resource.logicalId,
    name: resource.attributes.Name ?? '',
    arn: resource.ref,
    definition: definitionOf(resource, assembly),
    roleArn: textAt(resource, 'RoleArn'),
  };
}

function definitionOf(resource: ResolvedResource, assembly: Assembly): JsonObject {
  const given = objectAt(resource, 'Definition');
  const substitutions = objectAt(resource, 'DefinitionSubstitutions') ?? {};
  const source = given ? JSON.stringify(given) : definitionText(resource, assembly);
  const text = source.replaceAll(/\$\{([A-Za-z0-9_]+)\}/g, (_placeholder, name: string) => {
    const value = substitutions[name];
    if (value === undefined)
      throw new UnsupportedError(resource.logicalId, `DefinitionSubstitutions.${name}`, 'is missing');
    return String(value);
  });
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    throw new UnsupportedError(resource.logicalId, 'DefinitionString', 'is not JSON');
  }
}

function definitionText(resource: ResolvedResource, assembly: Assembly): string {
  const inline = optionalText(resource, 'DefinitionString');
  if (inline !== undefined) return inline;
  const file = assembly.assetPath(textAt(resource, 'DefinitionS3Location.Key'));
  if (!file) throw new UnsupportedError(resource.logicalId, 'DefinitionS3Location', 'is not an asset of this assembly');
  return readFileSync(file, 'utf8');
}

function filtersOf(resource: ResolvedResource): JsonObject[] {
  return listAt(resource, 'FilterCriteria.Filters').map((filter) => {
    const pattern = JSON.parse(String((filter as JsonObject).Pattern)) as JsonObject;
    refuseInvalidPattern(resource, 'FilterCriteria', pattern);
    return pattern;
  });
}

function refuse(resource: ResolvedResource, properties: readonly string[]): void {
  const present = properties.find((property) => resource.properties[property] !== undefined);
  if (present) throw new UnsupportedError(resource.logicalId, present, 'does not belong to this kind of event source');
}
