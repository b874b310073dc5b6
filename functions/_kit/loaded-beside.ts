// The start of an `api` function: the table's client is made, and everything else is loaded right after the start. Lambda
// fetches the first request meanwhile, which waits for what is still missing.
import { setImmediate } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import './table.ts';

type Handler<Event> = (event: Event, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** A module that fails to load ends the process, as it would at a start that waits for it. */
export function loadedBeside<Event = APIGatewayProxyEventV2>(
  load: () => Promise<{ handler: Handler<Event> }>,
): Handler<Event> {
  const loading = setImmediate().then(load);
  return async (event, context) => (await loading).handler(event, context);
}
