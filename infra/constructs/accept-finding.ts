// Accepts one finding of cdk-nag on one construct, with the reason. The only way a rule is suppressed here.
import { Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** `id` is the exact finding, e.g. `AwsSolutions-IAM5[Resource::*]`; the narrowest construct that carries it is `on`. */
export function acceptFinding(on: IConstruct, id: `AwsSolutions-${string}`, reason: string): void {
  Validations.of(on).acknowledge({ id, reason });
}
