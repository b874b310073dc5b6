// Checks a synthesis by CloudFormation's own rules and cdk-nag's AwsSolutions pack; a finding fails it. Loaded by
// app.ts only when asked for, so that the local runtime does not pay for it at every start.
import { type App, CloudFormationValidatePlugin, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';

export function addChecks(app: App): void {
  const templateRules = new CloudFormationValidatePlugin() as IPolicyValidationPlugin;
  Validations.of(app).addPlugins(templateRules, new AwsSolutionsChecks(app));
}
