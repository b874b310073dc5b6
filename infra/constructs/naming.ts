// Physical names, and the ARNs that follow from them: a stack names a resource of another stack without depending on it.
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The shortest limit of those that apply: names of functions and roles. */
const LONGEST_NAME = 64;

/** `notifiers/slack` becomes `NotifiersSlack`: ids of constructs and names of ASL substitutions. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** `windlass-dev-release-lifecycle`: names that people look for in the console. Throws for one that AWS would refuse. */
export function physicalName(stage: string, name: string): string {
  const full = `windlass-${stage}-${name.replaceAll('/', '-')}`;
  if (full.length > LONGEST_NAME) throw new Error(`${full} has ${full.length} of ${LONGEST_NAME} characters`);
  return full;
}

export function functionArn(scope: IConstruct, stage: string, domain: string, role: string): string {
  return arnOf(scope, 'lambda', 'function', physicalName(stage, `${domain}-${role}`));
}

/** For an empty name, the prefix of all state machines of the stage. */
export function machineArn(scope: IConstruct, stage: string, name: string): string {
  return arnOf(scope, 'states', 'stateMachine', physicalName(stage, name));
}

/** The role of a function has its function's name. Roles have no region: a stage exists once in an account. */
export function roleArn(scope: IConstruct, stage: string, domain: string, role: string): string {
  const resourceName = physicalName(stage, `${domain}-${role}`);
  return Stack.of(scope).formatArn({ service: 'iam', region: '', resource: 'role', resourceName });
}

const arnOf = (scope: IConstruct, service: string, resource: string, resourceName: string): string =>
  Stack.of(scope).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
