// One function of a domain as its manifest describes it: code, environment, grants, logs and tracing come with it. Made by the
// domain's stack; nothing about a function is decided anywhere else.
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT_NAMES, type EnvironmentName, STATE_MACHINE_PREFIX } from '../../entities/names.ts';
import { type LambdaRole, type LambdaSpec, limitsOf } from '../../functions/_kit/manifest.ts';
import { acceptFinding } from './accept-finding.ts';
import { type GrantTargets, grantAll } from './grants.ts';
import { machineArn, pascalCase, physicalName } from './naming.ts';

/** The value of every environment variable in this deployment. */
export type EnvironmentValues = Readonly<Record<EnvironmentName, string>>;

interface DomainFunctionProps {
  readonly domain: string;
  readonly role: LambdaRole;
  readonly spec: LambdaSpec;
  /** Directory that holds the bundled `index.mjs`. */
  readonly bundle: string;
  readonly environment: EnvironmentValues;
  readonly targets: GrantTargets;
  readonly stage: string;
  readonly logRetention: RetentionDays;
}

export class DomainFunction extends Construct {
  readonly domain: string;
  readonly role: LambdaRole;
  readonly spec: LambdaSpec;
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, props: DomainFunctionProps) {
    super(scope, pascalCase(`${props.domain}-${props.role}`));
    this.domain = props.domain;
    this.role = props.role;
    this.spec = props.spec;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { timeoutSeconds, memoryMb } = limitsOf(props.role, props.spec);
    const name = physicalName(props.stage, `${props.domain}-${props.role}`);
    // A role of our own: the one Lambda would get carries an AWS managed policy for every log group of the account.
    const role = new Role(this, 'Role', {
      roleName: name,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName: name,
      description: `If it fails: ${props.spec.impact}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(props.bundle, { exclude: ['*.map'] }),
      handler: 'index.handler',
      environment: {
        // Of metrics, in every function.
        STAGE: props.stage,
        ...environmentOf(props),
        ...(props.spec.starts && { [STATE_MACHINE_PREFIX]: machineArn(this, props.stage, '') }),
      },
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMb,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
    grantAll(this.lambda, props.spec, props.targets, props.stage);
    acceptFinding(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords are granted on * or not at all.',
    );
  }
}

/** The values of exactly those variables that the manifest's schema names. */
function environmentOf({ domain, role, spec, environment }: DomainFunctionProps): Record<string, string> {
  const names = Object.keys(spec.environment.shape);
  const unknown = names.filter((name) => !(name in environment));
  if (unknown.length > 0) {
    throw new Error(
      `${domain}: the ${role} function asks for ${unknown.join(', ')}; known are ${ENVIRONMENT_NAMES.join(', ')}`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[name as EnvironmentName]]));
}
