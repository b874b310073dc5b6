// A surface of the HTTP API: its base path, the ways to find tenant and caller, and the format of lists and errors.
// Operations do not know which surface called them. Add a surface as a file in surfaces/, listed in SURFACES.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Route } from '../manifest.ts';
import type { Caller } from '../save.ts';
import type { HttpEvent } from './request.ts';

export interface Rendered {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Surface {
  /** The path before its routes. Operations do not see the parameters in it (in braces). */
  readonly base: string;
  /** Undefined on an OPEN route. Throws domain errors; `now` is epoch milliseconds. */
  callerOf(event: HttpEvent, route: Route, now: number): Caller | undefined;
  /** The body of a reply and its headers. */
  render(event: HttpEvent, body: unknown): Rendered;
  /** The reply for any thrown value. */
  refuse(thrown: unknown, correlationId: string | undefined): APIGatewayProxyStructuredResultV2;
}

/** The base path of this request, with its parameters. */
export const baseOfRequest = ({ base }: Surface, { pathParameters = {} }: HttpEvent): string =>
  base.replaceAll(/\{(\w+)\}/g, (_, name: string) => pathParameters[name] ?? '');

/** Nothing has a name of so many bytes, and a key of DynamoDB holds no more than 1,024. */
const LONGEST_NAME = 700;

/**
 * The path parameters of the route itself. A longer one is looked up by its beginning, which names nothing: the operation answers as
 * for any missing resource.
 */
export const routeParameters = ({ base }: Surface, { pathParameters = {} }: HttpEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(pathParameters as Record<string, string>)
      .filter(([name]) => !base.includes(`{${name}}`))
      .map(([name, value]) => [name, Buffer.from(value).subarray(0, LONGEST_NAME).toString()]),
  );
