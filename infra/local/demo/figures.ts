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

/** State transitions of the executions whose names say that they are about one of these: it is the name, or its beginning before a dash. */
export async function countTransitions(url: string, ids: readonly string[]): Promise<number> {
  const { stateMachines } = await stepFunctions(url, 'ListStateMachines', {});
  const lists = await Promise.all(
    stateMachines.map(({ stateMachineArn }) =>
      stepFunctions(url, 'ListExecutions', { stateMachineArn, maxResults: 1000 }),
    ),
  );
  const isOurs = (name: string) => ids.some((id) => name === id || name.startsWith(`${id}-`));
  const ours = lists.flatMap(({ executions }) => executions).filter(({ name }) => isOurs(name));
  if (ours.length === 0) throw new Error(`${ids.join(', ')} have no execution`);
  const histories = await Promise.all(
    ours.map(({ executionArn }) => stepFunctions(url, 'GetExecutionHistory', { executionArn, maxResults: 1000 })),
  );
  return histories.flatMap(({ events }) => events).filter(({ type }) => type.endsWith('StateEntered')).length;
}
