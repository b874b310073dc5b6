// The functions as they are deployed and the bare handler, bundled by infra's own bundler into the bench's directory.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { entriesOf } from '../../functions/_kit/manifest.ts';
import { bundleFunctions, bundleName } from '../../infra/bundle/bundle.ts';
import { documentsOf } from '../../infra/documents/documents.ts';
import { manifests } from '../../infra/manifests.ts';
import type * as bare from './baseline/bare.handler.ts';

/** The functions with a budget: `api` functions, and those that must start fast. The others have none. */
export type FunctionKind = 'api' | 'lean' | 'other';

export interface BundledFunction {
  readonly name: string;
  readonly kind: FunctionKind;
  readonly file: string;
  /** Of all its code, without source maps and documents. */
  readonly bytes: number;
}

export interface Bundles {
  readonly functions: readonly BundledFunction[];
  readonly bare: BundledFunction;
}

export type BareHandler = typeof bare;

const ROOT = join(import.meta.dirname, '..', '..');

export const kindOf = (entry: string): FunctionKind => {
  if (/^(?:notifiers|intake)\/|authorizer\.handler/.test(entry)) return 'lean';
  return entry.endsWith('/api.handler.ts') ? 'api' : 'other';
};

const described = (entry: string, directory: string): BundledFunction => ({
  name: bundleName(entry),
  kind: kindOf(entry),
  file: join(directory, 'index.mjs'),
  bytes: readdirSync(directory)
    .filter((file) => file.endsWith('.mjs'))
    .reduce((sum, file) => sum + statSync(join(directory, file)).size, 0),
});

/** Bundles everything below `directory`. */
export async function buildBundles(directory: string): Promise<Bundles> {
  const entries = entriesOf(manifests);
  const files = documentsOf(manifests);
  const deployed = await bundleFunctions(entries, { root: ROOT, output: join(directory, 'deployed'), files });
  const baseline = join('test', 'bench', 'baseline');
  const bareEntry = 'bare.handler.ts';
  const bundled = await bundleFunctions([bareEntry], {
    root: ROOT,
    sources: baseline,
    output: join(directory, 'baseline'),
  });
  return {
    functions: [...deployed].map(([entry, place]) => described(entry, place)),
    bare: described(bareEntry, bundled.get(bareEntry) as string),
  };
}

/** The variables a function gets from its template and from Lambda; DynamoDB is at `endpoint`. */
export const functionEnvironment = (endpoint: string): Readonly<Record<string, string>> => ({
  ...parseEnv(readFileSync(new URL('../support/functions.env', import.meta.url), 'utf8')),
  STATE_MACHINE_PREFIX: 'arn:aws:states:us-east-1:000000000000:stateMachine:windlass-bench-',
  DEAD_LETTERS_URL: 'http://127.0.0.1/queue',
  ALLOWED_OUTBOUND_HOSTS: '127.0.0.1',
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_SESSION_TOKEN: 'bench',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
});
