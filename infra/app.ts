// The CDK app: settings, bundles, stacks, checks. Run by the CDK CLI and, with CDK_OUTDIR and CDK_CONTEXT_JSON, by the
// local runtime. Composition only.
import { join } from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { entriesOf } from '../functions/_kit/manifest.ts';
import { bundleFunctions } from './bundle/bundle.ts';
import { readWorkflows } from './constructs/workflow.ts';
import { documentsOf } from './documents/documents.ts';
import { FEATURE_FLAGS } from './feature-flags.ts';
import { manifests } from './manifests.ts';
import { readSettings } from './settings.ts';
import { composeStacks } from './stacks/compose.ts';

const root = join(import.meta.dirname, '..');
const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: FEATURE_FLAGS });
const settings = readSettings((name) => app.node.tryGetContext(name));
const machines = manifests.flatMap((manifest) => manifest.machines ?? []);
const workflows = await readWorkflows(join(root, 'statemachines'), machines);
const bundles = await bundleFunctions(entriesOf(manifests), { root, files: documentsOf(manifests) });

composeStacks(app, { settings, manifests, workflows, bundles });

if (settings.nag) {
  const { addChecks } = await import('./checks.ts');
  addChecks(app);
}
