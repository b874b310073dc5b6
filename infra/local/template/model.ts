// The local runtime's model of a template: resolved, typed, and nothing that has no meaning on one machine. Each type follows
// from its table in reading/. Built by read-model.ts; read by every part of infra/local.
import type { FUNCTION, QUEUE_MAPPING, STATE_MACHINE, STREAM_MAPPING } from './reading/compute.ts';
import type { ModelOf } from './reading/fields.ts';
import type { PolicyStatement } from './reading/grants.ts';
import type { AUTHORIZER, CORS, HTTP_API, ROUTE } from './reading/http.ts';
import type { BUS, QUEUE, RULE } from './reading/messaging.ts';
import type { BUCKET, KEY, TABLE } from './reading/storage.ts';

export type TableModel = ModelOf<typeof TABLE>;
export type FunctionModel = ModelOf<typeof FUNCTION>;
export type StreamMappingModel = ModelOf<typeof STREAM_MAPPING>;
export type QueueMappingModel = ModelOf<typeof QUEUE_MAPPING>;
export type QueueModel = ModelOf<typeof QUEUE>;
export type BusModel = ModelOf<typeof BUS>;
export type RuleModel = ModelOf<typeof RULE>;
export type StateMachineModel = ModelOf<typeof STATE_MACHINE>;
export type KeyModel = ModelOf<typeof KEY>;
export type BucketModel = ModelOf<typeof BUCKET>;
export type RouteModel = ModelOf<typeof ROUTE>;
export type AuthorizerModel = ModelOf<typeof AUTHORIZER>;
export type CorsModel = ModelOf<typeof CORS>;
export type HttpApiModel = ModelOf<typeof HTTP_API>;

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
  readonly buckets: readonly BucketModel[];
  readonly apis: readonly HttpApiModel[];
  /** By role ARN. */
  readonly grants: ReadonlyMap<string, readonly PolicyStatement[]>;
  /** Every stack's outputs; a name two stacks share is an error. */
  readonly outputs: Readonly<Record<string, string>>;
}
