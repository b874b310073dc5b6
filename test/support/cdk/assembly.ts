// Hand-made cloud assemblies for tests of the local runtime: templates as objects, function bundles as inline text.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from '../scratch/temporary-directory.ts';

export type Resources = Readonly<Record<string, { Type: string; Properties?: object; Condition?: string }>>;

export interface StackSource {
  readonly Resources: Resources;
  readonly Outputs?: object;
  readonly Conditions?: object;
  readonly Mappings?: object;
  readonly Parameters?: object;
  /** Names of stacks this one imports from. */
  readonly dependencies?: readonly string[];
}

/**
 * Writes an assembly as CDK does: `bundles` become directory assets whose S3 key is `<name>.zip`, with the text as
 * index.mjs. Resolves to its directory.
 */
export function writeAssembly(
  stacks: Readonly<Record<string, StackSource>>,
  bundles: Readonly<Record<string, string>> = {},
): string {
  const directory = temporaryDirectory();
  const write = (file: string, content: unknown) => writeFileSync(join(directory, file), JSON.stringify(content));
  const files = Object.entries(bundles).map(([name, source]) => {
    mkdirSync(join(directory, `asset.${name}`));
    writeFileSync(join(directory, `asset.${name}`, 'index.mjs'), source);
    const destination = { bucketName: 'assets', objectKey: `${name}.zip` };
    return [name, { source: { path: `asset.${name}`, packaging: 'zip' }, destinations: { here: destination } }];
  });
  write('Everything.assets.json', { version: '36.0.0', files: Object.fromEntries(files), dockerImages: {} });
  const artifacts: Record<string, object> = {
    'Everything.assets': { type: 'cdk:asset-manifest', properties: { file: 'Everything.assets.json' } },
  };
  for (const [name, { dependencies = [], ...template }] of Object.entries(stacks)) {
    write(`${name}.template.json`, template);
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
      dependencies: ['Everything.assets', ...dependencies],
    };
  }
  write('manifest.json', { version: '36.0.0', artifacts });
  return directory;
}

/** A function resource over the bundle of that name, with its role. */
export function functionResource(bundle: string, properties: object = {}): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: bundle,
      Code: { S3Bucket: 'assets', S3Key: `${bundle}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: `arn:aws:iam::000000000000:role/${bundle}`,
      ...properties,
    },
  };
}
