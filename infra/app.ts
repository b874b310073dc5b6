// The CDK app: settings, bundles, two stacks, checks. Run by the CDK CLI and, with CDK_OUTDIR and CDK_CONTEXT_JSON, by the
// local runtime. Composition only.
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { bundleFunctions } from './bundle.ts';
import { readWorkflows } from './constructs/workflow.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { manifests } from './manifests.ts';
import { readSettings } from './settings.ts';
import { ApplicationStack } from './stacks/application.stack.ts';
import { StatefulStack } from './stacks/stateful.stack.ts';

const root = join(import.meta.dirname, '..');
const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: FEATURE_FLAGS });
const settings = readSettings((name) => app.node.tryGetContext(name));
const entries = manifests.flatMap(({ lambdas }) => Object.values(lambdas).map(({ entry }) => entry));

const stateful = new StatefulStack(app, settings);
new ApplicationStack(app, {
  settings,
  stateful,
  manifests,
  workflows: await readWorkflows(
    join(root, 'statemachines'),
    manifests.flatMap(({ machines = [] }) => machines),
  ),
  bundles: await bundleFunctions(entries, { root }),
});

if (settings.nag) {
  const { addChecks } = await import('./checks.ts');
  addChecks(app);
}
