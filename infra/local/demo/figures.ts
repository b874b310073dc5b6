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
const SIGNED = {
  'x-amz-date': '20260301T120000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=operator/20260301/us-east-1/states/aws4_request, SignedHeaders=host, Signature=0',
};

async function stepFunctions(url: string, operation: string, input: object) {
  const reply = await fetch(`${url}/_local/aws`, {
    method: 'POST',
    headers: {
      ...SIGNED,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });
  // biome-ignore lint/suspicious/noExplicitAny: AWS's documented shapes, read for two fields
  return (await reply.json()) as any;
}

/** State transitions of the release's execution. */
export async function countTransitions(url: string, releaseId: string): Promise<number> {
  const { stateMachines } = await stepFunctions(url, 'ListStateMachines', {});
  for (const { stateMachineArn } of stateMachines) {
    const { executions } = await stepFunctions(url, 'ListExecutions', { stateMachineArn, maxResults: 1000 });
    const ours = executions.find((execution: { name: string }) => execution.name === releaseId);
    if (!ours) continue;
    const { executionArn } = ours;
    const { events } = await stepFunctions(url, 'GetExecutionHistory', { executionArn, maxResults: 1000 });
    return events.filter(({ type }: { type: string }) => type.endsWith('StateEntered')).length;
  }
  throw new Error(`the release ${releaseId} has no execution`);
}
