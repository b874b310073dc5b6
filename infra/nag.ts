// Checks the synthesized stacks with cdk-nag's AwsSolutions pack; a finding fails the synthesis. Loaded by app.ts only
// when asked for, so that the local runtime does not pay for it.
import { type App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

export function checkWithNag(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
