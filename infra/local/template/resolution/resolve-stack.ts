// Turns one stack's template into resolved resources: parameters, references and outputs.
// Called by read-model.ts, stack after stack, so that an import finds the export of an earlier stack.
import { type Json, type JsonObject, UnsupportedError } from '../../contracts.ts';
import { localProperties } from '../support.ts';
import type { StackTemplate } from './assembly.ts';
import { ACCOUNT, type Identity, identify, PARTITION, REGION, URL_SUFFIX } from './identity.ts';
import { resolveValue, type Scope } from './intrinsics.ts';

/** A resource whose intrinsic functions are resolved, with its identity. */
export interface ResolvedResource extends ReadIdentity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
}

interface ReadIdentity extends Identity {
  /** Paths of the properties that its identity or a model has read so far. */
  readonly readPaths: Set<string>;
}

export interface ResolvedStack {
  readonly resources: readonly ResolvedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

interface RawResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
}

const TEMPLATE_SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Resources',
  'Outputs',
];
// Policies for update and deletion of resources have no local meaning: only the data directory exists.
const RESOURCE_ATTRIBUTES = ['Type', 'Properties', 'DependsOn', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy'];

/**
 * Resolves `stack`; `url` is the gateway's base URL. Reads and extends `exports`, the values stacks share by name.
 * Throws `UnsupportedError` for anything that the runtime does not know.
 */
export function resolveStack(stack: StackTemplate, url: string, exports: Map<string, Json>): ResolvedStack {
  const template = stack.template;
  refuseUnknown(stack.name, Object.keys(template), TEMPLATE_SECTIONS, 'template section');
  const raw = (template.Resources ?? {}) as unknown as Record<string, RawResource>;
  const scope = scopeOf(stack, url, raw, exports);
  const resources = Object.entries(raw).flatMap(([logicalId, resource]): ResolvedResource[] => {
    refuseUnknown(logicalId, Object.keys(resource), RESOURCE_ATTRIBUTES, 'resource attribute');
    const local = localProperties(logicalId, resource.Type, resource.Properties ?? {});
    if (!local) return [];
    const properties = resolveValue(local, scope, logicalId) as JsonObject;
    const identity = scope.identity(logicalId) as ReadIdentity;
    return [{ stack: stack.name, logicalId, type: resource.Type, properties, ...identity }];
  });
  return { resources, outputs: resolveOutputs(template, scope, exports) };
}

function resolveOutputs(template: JsonObject, scope: Scope, exports: Map<string, Json>): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries((template.Outputs ?? {}) as Record<string, JsonObject>)) {
    if (output.Condition !== undefined) throw new UnsupportedError(`Outputs.${name}`, 'Condition', 'is not supported');
    const value = resolveValue(output.Value as Json, scope, `Outputs.${name}`);
    outputs[name] = String(value);
    const exported = output.Export as JsonObject | undefined;
    if (exported?.Name !== undefined) exports.set(String(resolveValue(exported.Name, scope, `Outputs.${name}`)), value);
  }
  return outputs;
}

function scopeOf(
  stack: StackTemplate,
  url: string,
  raw: Record<string, RawResource>,
  exports: ReadonlyMap<string, Json>,
): Scope & { identity(logicalId: string): ReadIdentity | undefined } {
  const parameters = (stack.template.Parameters ?? {}) as Record<string, JsonObject>;
  const pseudo: Record<string, Json> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': REGION,
    'AWS::Partition': PARTITION,
    'AWS::URLSuffix': URL_SUFFIX,
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`,
    'AWS::NotificationARNs': [],
  };
  const identities = new Map<string, ReadIdentity>();

  const identity = (logicalId: string): ReadIdentity | undefined => {
    const known = identities.get(logicalId);
    const resource = raw[logicalId];
    if (known || !resource) return known;
    const readPaths = new Set<string>();
    const property = (name: string) => {
      readPaths.add(name);
      const value = resource.Properties?.[name];
      return value === undefined ? undefined : String(resolveValue(value, scope, `${logicalId}.${name}`));
    };
    const found = identify(resource.Type, { stack: stack.name, logicalId, url, property });
    if (!found) throw new UnsupportedError(logicalId, 'Type', `${resource.Type} is not supported`);
    const identified = { ...found, readPaths };
    identities.set(logicalId, identified);
    return identified;
  };

  const scope = {
    identity,
    ref: (name: string) => pseudo[name] ?? parameters[name]?.Default ?? identity(name)?.ref,
    attribute: (logicalId: string, name: string) => identity(logicalId)?.attributes[name],
    imported: (name: string) => exports.get(name),
  };
  return scope;
}

function refuseUnknown(owner: string, present: string[], known: string[], kind: string): void {
  const unknown = present.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new UnsupportedError(owner, unknown, `this ${kind} is not supported`);
}
