// From a cloud assembly to the model the local runtime runs. Called by runtime.ts, before anything is started.
// Throws `UnsupportedError`, one line naming resource and property, rather than ignoring anything.
import { type Json, UnsupportedError } from '../contracts.ts';
import type { LocalModel, ResolvedResource } from './model.ts';
import { checkReferences } from './reading/check-references.ts';
import { readFunction, readQueueMapping, readStateMachine, readStreamMapping } from './reading/read-compute.ts';
import { readGrants } from './reading/read-grants.ts';
import { readApi } from './reading/read-http.ts';
import { readBus, readQueue, readRule } from './reading/read-messaging.ts';
import { readKey, readTable } from './reading/read-storage.ts';
import { type Assembly, readAssembly } from './resolution/assembly.ts';
import { resolveStack } from './resolution/resolve-stack.ts';

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
  checkReferences(model);
  return model;
}

function modelOf(resources: readonly ResolvedResource[], assembly: Assembly): Omit<LocalModel, 'outputs'> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const mappings = ofType('AWS::Lambda::EventSourceMapping');
  const fromQueue = (mapping: ResolvedResource) => String(mapping.properties.EventSourceArn).includes(':sqs:');
  return {
    tables: ofType('AWS::DynamoDB::Table').map(readTable),
    functions: ofType('AWS::Lambda::Function').map((resource) => readFunction(resource, assembly)),
    streamMappings: mappings.filter((mapping) => !fromQueue(mapping)).map(readStreamMapping),
    queueMappings: mappings.filter(fromQueue).map(readQueueMapping),
    queues: ofType('AWS::SQS::Queue').map(readQueue),
    buses: ofType('AWS::Events::EventBus').map(readBus),
    rules: ofType('AWS::Events::Rule').map(readRule),
    stateMachines: ofType('AWS::StepFunctions::StateMachine').map((resource) => readStateMachine(resource, assembly)),
    keys: ofType('AWS::KMS::Key').map((resource) => readKey(resource, ofType('AWS::KMS::Alias'))),
    apis: ofType('AWS::ApiGatewayV2::Api').map((resource) => readApi(resource, resources)),
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
