// Makes every stack of a deployment in the order in which they are deployed: stateful, edge, then a stack per domain.
// Called by app.ts and by the tests of infra.
import type { App } from 'aws-cdk-lib/core';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import { gatewayRoutes } from '../constructs/routes/gateway-routes.ts';
import type { WorkflowDefinition } from '../constructs/workflow.ts';
import type { Settings } from '../settings.ts';
import { DomainStack } from './domain.stack.ts';
import { EdgeStack } from './edge.stack.ts';
import { StatefulStack } from './stateful.stack.ts';

interface Parts {
  readonly settings: Settings;
  readonly manifests: readonly Manifest[];
  readonly workflows: readonly WorkflowDefinition[];
  /** Directory of the bundle of each manifest's entry. */
  readonly bundles: ReadonlyMap<string, string>;
}

export interface Stacks {
  readonly stateful: StatefulStack;
  readonly edge: EdgeStack;
  readonly domains: readonly DomainStack[];
}

export function composeStacks(app: App, { settings, manifests, workflows, bundles }: Parts): Stacks {
  const stateful = new StatefulStack(app, settings);
  const edge = new EdgeStack(app, { settings, stateful, manifests });
  const taskDomains = manifests.filter(({ lambdas }) => lambdas.tasks).map(({ domain }) => domain);
  const shared = { settings, stateful, edge, taskDomains, routes: gatewayRoutes(manifests), workflows, bundles };
  return { stateful, edge, domains: manifests.map((manifest) => new DomainStack(app, manifest, shared)) };
}
