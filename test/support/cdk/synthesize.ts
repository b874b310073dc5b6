// Synthesizes all stacks in memory, without bundling: every entry is the same empty file. For the tests of infra.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { entriesOf, type Manifest } from '../../../functions/_kit/manifest.ts';
import type { WorkflowDefinition } from '../../../infra/constructs/workflow.ts';
import { FEATURE_FLAGS } from '../../../infra/feature-flags.ts';
import { readSettings } from '../../../infra/settings.ts';
import { composeStacks } from '../../../infra/stacks/compose.ts';

export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of any CloudFormation type, which tests read by path
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
}

interface Synthesized {
  /** By the stack's name after the stage: `stateful`, `edge`, `notifiers-slack`. */
  readonly stacks: ReadonlyMap<string, Template>;
  readonly stateful: Template;
  /** The edge and all domains as one template. */
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
  const entries = entriesOf(manifests);
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
  const bundles = new Map(entries.map((entry) => [entry, bundle]));
  const { stateful, edge, domains } = composeStacks(app, { settings, manifests, workflows, bundles });
  const prefix = `windlass-${settings.stage}-`;
  const stacks = new Map(
    [stateful, edge, ...domains].map((stack) => [stack.stackName.slice(prefix.length), Template.fromStack(stack)]),
  );
  const { stateful: _, ...others } = Object.fromEntries(stacks);
  rmSync(outdir, { recursive: true });
  return {
    stacks,
    stateful: stacks.get('stateful') as Template,
    application: merged(Object.values(others)),
    // Asked for seldom, and it takes longer than the rest.
    get findings() {
      return findingsOf(app);
    },
  };
}

const findingsOf = (app: App): string[] =>
  new AwsSolutionsChecks(app)
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );

/** All resources and outputs. Two stacks never have a logical id in common, which keeps the names of tests and logs plain. */
function merged(templates: readonly Template[]): Template {
  const parts = templates.map((template) => template.toJSON());
  const all = (section: string) => {
    const entries = parts.flatMap((part) => Object.entries(part[section] ?? {}));
    const found = Object.fromEntries(entries);
    if (Object.keys(found).length < entries.length) throw new Error(`two stacks share a name in ${section}`);
    return found;
  };
  return Template.fromJSON({ Resources: all('Resources'), Outputs: all('Outputs') });
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
