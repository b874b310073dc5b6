// From a cloud assembly to the model the local runtime runs. Called by runtime.ts, before anything is started.
// Throws `UnsupportedError`, one line naming resource and property, rather than ignoring anything.
import { type Json, UnsupportedError } from '../contracts.ts';
import type { LocalModel } from './model.ts';
import { checkReferences } from './reading/check-references.ts';
import { FUNCTION, QUEUE_MAPPING, STATE_MACHINE, STREAM_MAPPING } from './reading/compute.ts';
import { type Fields, read } from './reading/fields.ts';
import { readGrants } from './reading/grants.ts';
import { HTTP_API } from './reading/http.ts';
import { BUS, QUEUE, RULE } from './reading/messaging.ts';
import { BUCKET, KEY, TABLE } from './reading/storage.ts';
import { type Assembly, readAssembly } from './resolution/assembly.ts';
import { type ResolvedResource, resolveStack } from './resolution/resolve-stack.ts';
import { refuseUnread } from './support.ts';

/** Reads the assembly in `directory` for a gateway at `url` (as http://127.0.0.1:4100). */
export function readModel(directory: string, url: string): LocalModel {
  const assembly = readAssembly(directory);
  const exports = new Map<string, Json>();
  const resources: ResolvedResource[] = [];
  const outputs: Record<string, string> = {};
  for (const stack of assembly.stacks) {
    const resolved = resolveStack(stack, url, exports);
    resources.push(...resolved.resources);
    mergeOutputs(outputs, resolved.outputs, stack.name);
  }
  const [, second] = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::Api');
  if (second) throw new UnsupportedError(second.logicalId, 'Type', 'the runtime serves one HTTP API');
  const local = resources.map((resource) => localUrls(resource, resources, url));
  const model = { ...modelOf(local, assembly), outputs };
  for (const resource of local) refuseUnread(resource);
  checkReferences(model);
  return model;
}

function modelOf(resources: readonly ResolvedResource[], assembly: Assembly): Omit<LocalModel, 'outputs'> {
  const all = <F extends Fields>(type: string, fields: F, isMeant: (one: ResolvedResource) => boolean = () => true) =>
    resources
      .filter((resource) => resource.type === type && isMeant(resource))
      .map((resource) => read(fields, resource, { assembly, resources }));
  const mapping = 'AWS::Lambda::EventSourceMapping';
  const isOfQueue = ({ properties }: ResolvedResource) => String(properties.EventSourceArn).includes(':sqs:');
  return {
    tables: all('AWS::DynamoDB::Table', TABLE),
    functions: all('AWS::Lambda::Function', FUNCTION),
    streamMappings: all(mapping, STREAM_MAPPING, (resource) => !isOfQueue(resource)),
    queueMappings: all(mapping, QUEUE_MAPPING, isOfQueue),
    queues: all('AWS::SQS::Queue', QUEUE),
    buses: all('AWS::Events::EventBus', BUS),
    rules: all('AWS::Events::Rule', RULE),
    stateMachines: all('AWS::StepFunctions::StateMachine', STATE_MACHINE),
    keys: all('AWS::KMS::Key', KEY),
    buckets: all('AWS::S3::Bucket', BUCKET),
    apis: all('AWS::ApiGatewayV2::Api', HTTP_API),
    grants: readGrants(resources),
  };
}

/** CDK spells an HTTP API's address out as https://<id>.execute-api.…; here that is the gateway. */
function localUrls(resource: ResolvedResource, all: readonly ResolvedResource[], url: string): ResolvedResource {
  const ids = all.filter(({ type }) => type === 'AWS::ApiGatewayV2::Api').map(({ ref }) => ref);
  if (ids.length === 0) return resource;
  const address = new RegExp(`https://(?:${ids.join('|')})\\.execute-api\\.[a-z0-9.-]+`, 'g');
  const properties = JSON.parse(JSON.stringify(resource.properties).replaceAll(address, url));
  return { ...resource, properties };
}

function mergeOutputs(into: Record<string, string>, from: Readonly<Record<string, string>>, stack: string): void {
  for (const [name, value] of Object.entries(from)) {
    if (into[name] !== undefined && into[name] !== value) {
      throw new UnsupportedError(`${stack}/Outputs`, name, 'another stack has an output of this name');
    }
    into[name] = value;
  }
}
