// Functions, their event sources and state machines of the model. Read by read-model.ts.
import { statSync } from 'node:fs';
import type { JsonObject } from '../../contracts.ts';
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import {
  flag,
  IDENTITY,
  includes,
  listAt,
  number,
  objectAt,
  optionalNumber,
  optionalText,
  ref,
  refuse,
  type Template,
  text,
  textAt,
} from './fields.ts';
import { checkedPattern } from './messaging.ts';

export const FUNCTION = {
  ...IDENTITY,
  name: ref,
  /** As `index.handler`. */
  handler: text('Handler'),
  /** Absolute path of the unpacked asset. */
  codeDirectory: (fn: ResolvedResource, { assembly }: Template) => {
    const directory = assembly.assetPath(textAt(fn, 'Code.S3Key'));
    const isThere = directory !== undefined && statSync(directory, { throwIfNoEntry: false })?.isDirectory();
    return isThere ? directory : refuse(fn, 'Code', 'is not a directory asset of this assembly');
  },
  environment: (fn: ResolvedResource): Readonly<Record<string, string>> => {
    const variables = Object.entries(objectAt(fn, 'Environment.Variables') ?? {});
    return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
  },
  timeoutSeconds: number('Timeout', 3),
  memoryMb: number('MemorySize', 128),
  roleArn: text('Role'),
};

/** Of every event source mapping. */
const MAPPING = {
  logicalId: ({ logicalId }: ResolvedResource) => logicalId,
  maximumBatchingWindowSeconds: number('MaximumBatchingWindowInSeconds', 0),
  reportBatchItemFailures: includes('FunctionResponseTypes', 'ReportBatchItemFailures'),
};

/** The runtime makes stream ARNs as `<table ARN>/stream/local`. */
const TABLE_STREAM = /^arn:aws:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//;

/** AWS::Lambda::EventSourceMapping on a table's stream. */
export const STREAM_MAPPING = {
  ...MAPPING,
  tableName: (mapping: ResolvedResource) => {
    const arn = textAt(mapping, 'EventSourceArn');
    const [, table] = TABLE_STREAM.exec(arn) ?? [];
    return table ?? refuse(mapping, 'EventSourceArn', `${arn} is neither a table stream nor a queue`);
  },
  streamArn: text('EventSourceArn'),
  functionArn: text('FunctionName'),
  batchSize: number('BatchSize', 100),
  bisectBatchOnFunctionError: flag('BisectBatchOnFunctionError'),
  /** -1 is without end, here and of the age. */
  maximumRetryAttempts: number('MaximumRetryAttempts', -1),
  maximumRecordAgeSeconds: number('MaximumRecordAgeInSeconds', -1),
  parallelizationFactor: number('ParallelizationFactor', 1),
  filters: (mapping: ResolvedResource) =>
    listAt(mapping, 'FilterCriteria.Filters').map((filter) =>
      checkedPattern(mapping, 'FilterCriteria', JSON.parse(String((filter as JsonObject).Pattern))),
    ),
  onFailureQueueArn: optionalText('DestinationConfig.OnFailure.Destination'),
};

/** AWS::Lambda::EventSourceMapping on a queue. */
export const QUEUE_MAPPING = {
  ...MAPPING,
  queueArn: text('EventSourceArn'),
  functionName: text('FunctionName'),
  batchSize: number('BatchSize', 10),
  /** Batches in hand at once; 5 by default. */
  maximumConcurrency: optionalNumber('ScalingConfig.MaximumConcurrency'),
};

export const STATE_MACHINE = {
  logicalId: ({ logicalId }: ResolvedResource) => logicalId,
  name: ({ attributes }: ResolvedResource) => attributes.Name ?? '',
  arn: ref,
  roleArn: text('RoleArn'),
  definition: (machine: ResolvedResource): JsonObject => {
    const substitutions = objectAt(machine, 'DefinitionSubstitutions') ?? {};
    const filled = textAt(machine, 'DefinitionString').replaceAll(
      /\$\{([A-Za-z0-9_]+)\}/g,
      (_placeholder, name: string) =>
        String(substitutions[name] ?? refuse(machine, `DefinitionSubstitutions.${name}`, 'is missing')),
    );
    try {
      return JSON.parse(filled);
    } catch {
      return refuse(machine, 'DefinitionString', 'is not JSON');
    }
  },
};
