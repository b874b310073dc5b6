// Synthesizes the two stacks in memory, without bundling: every entry is the same empty file. For the tests of infra.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import type { WorkflowDefinition } from '../../infra/constructs/workflow.ts';
import { FEATURE_FLAGS } from '../../infra/feature-flags.ts';
import { readSettings } from '../../infra/settings.ts';
import { ApplicationStack } from '../../infra/stacks/application.stack.ts';
import { StatefulStack } from '../../infra/stacks/stateful.stack.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any CloudFormation type, which tests read by path
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
}

interface Synthesized {
  readonly stateful: Template;
  readonly application: Template;
  /** The findings of cdk-nag, as `rule at path`. */
  readonly findings: readonly string[];
}

interface SynthesizeOptions {
  readonly manifests: readonly Manifest[];
  readonly workflows?: readonly WorkflowDefinition[];
  readonly context?: Readonly<Record<string, unknown>>;
}

export function synthesize({ manifests, workflows = [], context = {} }: SynthesizeOptions): Synthesized {
  const entries = manifests.flatMap(({ lambdas }) => Object.values(lambdas).map(({ entry }) => entry));
  const outdir = mkdtempSync(join(tmpdir(), 'windlass-synthesis-'));
  const bundle = join(outdir, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => {};');
  const app = new App({
    outdir: join(outdir, 'assembly'),
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { ...FEATURE_FLAGS, ...context },
  });
  const settings = readSettings((name) => app.node.tryGetContext(name));
  const stateful = new StatefulStack(app, settings);
  const bundles = new Map(entries.map((entry) => [entry, bundle]));
  const application = new ApplicationStack(app, { settings, stateful, manifests, workflows, bundles });
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  const templates = { stateful: Template.fromStack(stateful), application: Template.fromStack(application) };
  rmSync(outdir, { recursive: true });
  return {
    ...templates,
    findings: violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
  };
}

/** The resources of one type, by logical id. */
export const resourcesOf = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

/** The one resource of the type whose logical id begins with `prefix`. */
export function resourceOf(template: Template, type: string, prefix: string): Resource {
  const found = Object.entries(resourcesOf(template, type)).filter(([id]) => id.startsWith(prefix));
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`${found.length} resources ${type} begin with ${prefix}`);
  return only[1];
}
