// The environment of a function: the template's variables and those Lambda itself sets, nothing of this process.
// Called by invoker.ts. Source: Lambda Developer Guide, "Defined runtime environment variables".

import type { FunctionModel } from '../template/model.ts';
import { awsEndpoint, REGION } from '../template/resolution/identity.ts';

const SERVICES = ['DYNAMODB', 'EVENTBRIDGE', 'KMS', 'LAMBDA', 'S3', 'SESV2', 'SFN', 'SQS'];

/** Builds the variables of `fn` for a runtime whose gateway is at `url`. Its access key id is its own name (see gateway/aws/callers.ts). */
export function functionEnvironment(fn: FunctionModel, url: string): Record<string, string> {
  const endpoints = SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, awsEndpoint(url)]);
  const { PUBLIC_URL } = fn.environment;
  return {
    ...fn.environment,
    // Passkeys belong to the name of a host, never to its address.
    ...(PUBLIC_URL === url && { PUBLIC_URL: url.replace('127.0.0.1', 'localhost') }),
    ...Object.fromEntries(endpoints),
    _HANDLER: fn.handler,
    AWS_ACCESS_KEY_ID: fn.name,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${fn.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: fn.codeDirectory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
