// Measurements of the local runtime: units of the table and events since it started, and transitions of executions from
// their histories, in the shapes of Step Functions.

export interface Metrics {
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly events: number;
}

export const readMetrics = async (url: string): Promise<Metrics> =>
  (await (await fetch(`${url}/_local/metrics`)).json()) as Metrics;

/** Headers of an operator's signed request; the runtime does not check the signature. */
export const SIGNED = {
  'x-amz-date': '20260301T120000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=operator/20260301/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0',
};

/** The fields that are read of the replies of Step Functions (API reference), by operation. */
interface Replies {
  readonly ListStateMachines: { readonly stateMachines: readonly { readonly stateMachineArn: string }[] };
  readonly ListExecutions: { readonly executions: readonly { readonly name: string; readonly executionArn: string }[] };
  readonly GetExecutionHistory: { readonly events: readonly { readonly type: string }[] };
}

async function stepFunctions<Operation extends keyof Replies>(
  url: string,
  operation: Operation,
  input: object,
): Promise<Replies[Operation]> {
  const reply = await fetch(`${url}/_local/aws`, {
    method: 'POST',
    headers: {
      ...SIGNED,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (!reply.ok) throw new Error(`${operation} answers ${reply.status}`);
  return (await reply.json()) as Replies[Operation];
}

/** State transitions of the release's execution. */
export async function countTransitions(url: string, releaseId: string): Promise<number> {
  const { stateMachines } = await stepFunctions(url, 'ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = await stepFunctions(url, 'ListExecutions', { stateMachineArn, maxResults: 1000 });
    const ours = executions.find(({ name }) => name === releaseId);
    if (!ours) continue;
    const { executionArn } = ours;
    const { events } = await stepFunctions(url, 'GetExecutionHistory', { executionArn, maxResults: 1000 });
    return events.filter(({ type }) => type.endsWith('StateEntered')).length;
  }
  throw new Error(`the release ${releaseId} has no execution`);
}
