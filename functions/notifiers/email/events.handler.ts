// The function of the e-mail notifier. Its start only connects; bind.ts comes with the first message.
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { connect } from '../_teller/connections.ts';

const connections = connect();
let bound: Promise<(event: SQSEvent, context: Context) => Promise<SQSBatchResponse>> | undefined;

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  bound ??= import('./bind.ts').then(({ bind }) => bind(connections));
  return (await bound)(event, context);
}
