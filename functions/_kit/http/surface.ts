// A surface of the HTTP API: its base path, how tenant and caller are found, how lists and errors are rendered. Operations do not
// know which one called them. A further surface is a file of its own in surfaces/, named in SURFACES.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../manifest.ts';
import type { Caller } from '../save.ts';
import type { HttpEvent } from './request.ts';

export interface Rendered {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Surface {
  /** Its routes stand below; parameters in braces, which operations do not see. */
  readonly base: string;
  /** Undefined where nobody needs a credential. Throws domain errors; `now` is epoch milliseconds. */
  callerOf(event: HttpEvent, route: Route, now: number): Caller | undefined;
  /** The body of a reply, with the headers that it needs. */
  render(event: HttpEvent, body: unknown): Rendered;
  /** The reply for any thrown value. */
  refuse(thrown: unknown, correlationId: string | undefined): APIGatewayProxyStructuredResultV2;
}

/** The base path of this request, with its parameters. */
export const baseOfRequest = ({ base }: Surface, { pathParameters = {} }: HttpEvent): string =>
  base.replaceAll(/\{(\w+)\}/g, (_, name: string) => pathParameters[name] ?? '');

/** The path parameters of the route itself. */
export const routeParameters = ({ base }: Surface, { pathParameters = {} }: HttpEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pathParameters as Record<string, string>).filter(([name]) => !base.includes(`{${name}}`)),
  );
