// The local runtime's model of a template: resolved, typed, and nothing that has no meaning on one machine.
// Built by read-model.ts; read by every part of infra/local.
import type { Json, JsonObject } from '../contracts.ts';

export interface TableModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly partitionKey: string;
  /** CreateTable's input without TableName. */
  readonly definition: JsonObject;
  readonly ttlAttribute?: string;
}

export interface FunctionModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** As `index.handler`. */
  readonly handler: string;
  /** Absolute path of the unpacked asset. */
  readonly codeDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
  readonly roleArn: string;
}

/** AWS::Lambda::EventSourceMapping on a table's stream. */
export interface StreamMappingModel {
  readonly logicalId: string;
  readonly tableName: string;
  readonly streamArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisectBatchOnFunctionError: boolean;
  /** -1 is without end. */
  readonly maximumRetryAttempts: number;
  /** -1 is without end. */
  readonly maximumRecordAgeSeconds: number;
  readonly parallelizationFactor: number;
  readonly reportBatchItemFailures: boolean;
  readonly filters: readonly JsonObject[];
  readonly onFailureQueueArn?: string;
}

/** AWS::Lambda::EventSourceMapping on a queue. */
export interface QueueMappingModel {
  readonly logicalId: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
  readonly maximumConcurrency?: number;
  readonly reportBatchItemFailures: boolean;
}

export interface QueueModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly delaySeconds: number;
  readonly retentionSeconds: number;
  readonly redrive?: { readonly deadLetterArn: string; readonly maxReceiveCount: number };
}

export interface BusModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
}

/** As the event bus takes it. */
export interface RuleTargetModel {
  readonly id: string;
  readonly arn: string;
  readonly input?: string;
  readonly inputPath?: string;
  readonly inputTransformer?: { inputPathsMap?: Record<string, string>; inputTemplate: string };
  readonly retry: { maximumRetryAttempts: number; maximumEventAgeSeconds: number };
  readonly deadLetterArn?: string;
}

export interface RuleModel {
  readonly logicalId: string;
  readonly name: string;
  readonly busName: string;
  readonly arn: string;
  readonly pattern: JsonObject;
  readonly enabled: boolean;
  readonly targets: readonly RuleTargetModel[];
}

export interface StateMachineModel {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly definition: JsonObject;
  readonly roleArn: string;
}

export interface KeyModel {
  readonly logicalId: string;
  readonly id: string;
  readonly arn: string;
  readonly aliases: readonly string[];
}

export interface RouteModel {
  readonly logicalId: string;
  /** As `GET /things/{id}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  /** Of the integration; API Gateway allows 30,000 at most. */
  readonly timeoutMs?: number;
  readonly authorizerId?: string;
}

export interface AuthorizerModel {
  readonly id: string;
  readonly functionArn: string;
  readonly identitySource: readonly string[];
  readonly ttlSeconds: number;
  readonly simpleResponses: boolean;
}

export interface CorsModel {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials: boolean;
}

export interface HttpApiModel {
  readonly logicalId: string;
  readonly id: string;
  readonly routes: readonly RouteModel[];
  readonly authorizers: readonly AuthorizerModel[];
  readonly cors?: CorsModel;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** One IAM statement as the local evaluator reads it (gateway/aws/grants.ts). */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  /** The Condition element as it is. */
  readonly conditions: JsonObject;
}

export interface LocalModel {
  readonly tables: readonly TableModel[];
  readonly functions: readonly FunctionModel[];
  readonly streamMappings: readonly StreamMappingModel[];
  readonly queueMappings: readonly QueueMappingModel[];
  readonly queues: readonly QueueModel[];
  readonly buses: readonly BusModel[];
  readonly rules: readonly RuleModel[];
  readonly stateMachines: readonly StateMachineModel[];
  readonly keys: readonly KeyModel[];
  readonly apis: readonly HttpApiModel[];
  /** By role ARN. */
  readonly grants: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** Every stack's outputs; a name two stacks share is an error. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A resource after conditions and intrinsics, with its identity. */
export interface ResolvedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
  /** The result of `Ref`. */
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}
