// Names that more than one construct computes, so that a function can know a state machine without depending on it.
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** `notifiers/slack` becomes `NotifiersSlack`: ids of constructs and names of ASL substitutions. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

/** `windlass-dev-release-lifecycle`: what people look for in the console. */
export const physicalName = (stage: string, name: string): string => `windlass-${stage}-${name.replaceAll('/', '-')}`;

/** The ARN of a state machine by its name alone; for an empty name, the prefix of all of the stage. */
export function machineArn(scope: IConstruct, stage: string, name: string): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: physicalName(stage, name),
  });
}
