// Reads a CDK cloud assembly: every stack's template, in dependency order, and where its assets lie on disk.
// Called by read-model.ts. Formats: cloud-assembly-schema's manifest.json and *.assets.json.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type JsonObject, UnsupportedError } from '../../contracts.ts';

export interface StackTemplate {
  readonly name: string;
  readonly template: JsonObject;
}

export interface Assembly {
  /** A stack comes after the stacks it imports from. */
  readonly stacks: readonly StackTemplate[];
  /** Absolute directory or file of an asset by the S3 key its template names. */
  assetPath(objectKey: string): string | undefined;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
}

interface AssetFile {
  readonly source: { readonly path?: string; readonly packaging?: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}

/** Reads the assembly in `directory`. Throws `UnsupportedError` on nested assemblies. */
export function readAssembly(directory: string): Assembly {
  const artifacts = readJson<{ artifacts: Record<string, Artifact> }>(directory, 'manifest.json').artifacts;
  const assets = new Map<string, string>();
  const stacks: StackTemplate[] = [];
  for (const id of inDependencyOrder(artifacts)) {
    const artifact = artifacts[id] as Artifact;
    if (artifact.type === 'cdk:cloud-assembly')
      throw new UnsupportedError(id, 'manifest.json', 'stages are not supported');
    if (artifact.type === 'cdk:asset-manifest' && artifact.properties?.file) {
      collectAssets(directory, artifact.properties.file, assets);
    }
    if (artifact.type === 'aws:cloudformation:stack' && artifact.properties?.templateFile) {
      const template = readJson<JsonObject>(directory, artifact.properties.templateFile);
      stacks.push({ name: artifact.properties.stackName ?? id, template });
    }
  }
  return { stacks, assetPath: (objectKey) => assets.get(objectKey) };
}

function collectAssets(directory: string, file: string, into: Map<string, string>): void {
  const { files } = readJson<{ files?: Record<string, AssetFile> }>(directory, file);
  for (const asset of Object.values(files ?? {})) {
    if (asset.source.path === undefined) continue;
    for (const { objectKey } of Object.values(asset.destinations))
      into.set(objectKey, resolve(directory, asset.source.path));
  }
}

function inDependencyOrder(artifacts: Record<string, Artifact>): string[] {
  const order: string[] = [];
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (!artifact || order.includes(id)) return;
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    if (!order.includes(id)) order.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return order;
}

function readJson<T>(directory: string, file: string): T {
  return JSON.parse(readFileSync(join(directory, file), 'utf8')) as T;
}
