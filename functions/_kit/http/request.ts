// An API Gateway event (payload 2.0) as operations get it: the caller, and parameters, query and body parsed by the route's
// schemas.
import type { APIGatewayProxyEventV2WithLambdaAuthorizer } from 'aws-lambda';
import * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { actorSchema } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { jsonOf } from '../../../entities/_base/json.ts';
import { ownValue } from '../../../entities/_base/own-value.ts';
import { refusalOf } from '../../../entities/access/rights.model.ts';
import { CALLER_ROLES, CREDENTIAL_KINDS } from '../../../entities/names.ts';
import type { Access, Route } from '../manifest.ts';
import type { Caller } from '../save.ts';
import { isJsonType, isTooDeep, jsonProblems } from './json.ts';
import { fieldPath, fieldProblems, MOST_PROBLEMS, problemDetails } from './problem.ts';
import { hasBody } from './refusals.ts';

/**
 * The context that the authorizer sets: only strings, as API Gateway passes them. For a bad token it holds only `problem`.
 */
const authorizedSchema = z.object({
  tenantId: z.string(),
  tenantSlug: z.string(),
  actorType: actorSchema.shape.type,
  actorId: z.string(),
  actorName: z.string(),
  role: z.enum(CALLER_ROLES),
  scopes: z.string(),
  credential: z.enum(CREDENTIAL_KINDS),
  credentialId: z.string(),
  /** Earlier slugs of the tenant, separated by a space. */
  tenantAliases: z.string().default(''),
});

export type HttpEvent = APIGatewayProxyEventV2WithLambdaAuthorizer<Record<string, string>>;

/** Ten times the largest sensible body. */
const MAX_BODY_BYTES = 256 * 1024;
const noBody = z.strictObject({});
const noQuery = z.strictObject({});

/** Texts for the authorizer's `problem` codes. */
const REFUSALS: Readonly<Record<string, string>> = {
  missing: 'Send the header Authorization: Bearer, followed by a token; the console sends the cookie of its session.',
  malformed: 'The credential is not a token of this API.',
  unknown: 'The credential is unknown, was revoked, or belongs to a user who is no longer a member.',
  expired: 'The credential has expired.',
};

const refused = new WeakMap<object, Caller>();
/** The known caller whose rights an error refused. The error itself is shown to them. */
export const refusedCaller = (error: unknown): Caller | undefined => refused.get(error as object);

export function callerOf(event: HttpEvent, access: Access, now: number): Caller {
  const told = event.requestContext.authorizer?.lambda ?? { problem: 'missing' };
  if (told.problem === 'throttled') throw baseErrors.rate_limited({ retryAfterSeconds: Number(told.waitSeconds ?? 1) });
  if (told.problem === 'issuer_unavailable') throw baseErrors.issuer_unavailable({ retryAfterSeconds: 30 });
  if (told.problem === 'cross_site') throw baseErrors.cross_site();
  const detail = ownValue(REFUSALS, told.problem ?? '');
  const context = authorizedSchema.safeParse(told);
  if (!context.success || detail !== undefined)
    throw baseErrors.unauthenticated(detail === undefined ? {} : { detail });
  const { tenantId, tenantSlug, tenantAliases, actorType, actorId, actorName, role, scopes } = context.data;
  const asked = event.pathParameters?.tenant ?? '';
  const names = [tenantId, tenantSlug, ...tenantAliases.split(' ')];
  if (asked === '' || !names.includes(asked)) throw baseErrors.not_found();
  const { sourceIp, userAgent } = event.requestContext.http;
  const caller: Caller = {
    tenantId: tenantId as TenantId,
    actor: { type: actorType, id: actorId, name: actorName },
    correlationId: event.requestContext.requestId,
    at: now,
    credential: { kind: context.data.credential, id: context.data.credentialId },
    ...(role !== 'AGENT' && { role }),
    scopes,
    ip: sourceIp,
    userAgent,
  };
  const refusal = refusalOf({ role, scopes }, access);
  if (refusal === undefined) return caller;
  const error = baseErrors.forbidden({ detail: refusal });
  refused.set(error, caller);
  throw error;
}

/** The sender of a request without a credential. */
export interface Visitor {
  /** The tenant's id or slug in the path, which may name no tenant; empty on a surface without tenants. */
  readonly tenant: string;
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly ip: string;
  readonly userAgent: string;
  /** The header Accept-Encoding. */
  readonly acceptEncoding: string;
}

export function visitorOf({ headers, pathParameters, requestContext }: HttpEvent, at: number): Visitor {
  const { sourceIp: ip, userAgent } = requestContext.http;
  const acceptEncoding = headers['accept-encoding'] ?? '';
  const tenant = pathParameters?.tenant ?? '';
  return { tenant, correlationId: requestContext.requestId, at, ip, userAgent, acceptEncoding };
}

export function rawBody(event: HttpEvent): string {
  const body = event.body ?? '';
  const text = event.isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) {
    throw baseErrors.too_large({ detail: `At most ${MAX_BODY_BYTES} bytes.` });
  }
  return text;
}

function parseJson(event: HttpEvent): unknown {
  const text = rawBody(event);
  if (text.trim() === '') return undefined;
  if (!isJsonType(event.headers['content-type'] ?? '')) throw baseErrors.unsupported_media_type();
  const document = jsonOf(text);
  if (document === undefined) throw baseErrors.invalid_json({ detail: 'Send one JSON document as the body.' });
  if (isTooDeep(document)) throw baseErrors.invalid({ detail: 'The body is nested too deep.' });
  return document;
}

/** Query and body, parsed by the route's schemas. Throws one error with every problem of both. */
export function parseInput(route: Route, event: HttpEvent): { query: unknown; body: unknown } {
  const query = (route.query ?? noQuery).safeParse(event.queryStringParameters ?? {});
  const json = hasBody(route) ? parseJson(event) : undefined;
  const body =
    route.body === undefined
      ? noBody.safeParse(json ?? {})
      : route.body.safeParse(json === undefined ? undefined : json);
  const unfit = jsonProblems(json, MOST_PROBLEMS).map((problem) => ({ ...problem, path: fieldPath(problem.path) }));
  const isSaid = new Set(unfit.map(({ path }) => path));
  const others = [
    ...(query.success ? [] : fieldProblems(query.error)),
    ...(body.success ? [] : fieldProblems(body.error, json === undefined ? 'body' : undefined)),
  ];
  const problems = [...unfit, ...others.filter(({ path }) => !isSaid.has(path))];
  if (problems.length > 0 || !query.success || !body.success) throw baseErrors.invalid(problemDetails(problems));
  return { query: query.data, body: body.data };
}

/** The revision for an ETag that we did not issue: no resource has it. */
const NO_REVISION = -1;

/** Of a resource that does not exist. */
const BEFORE_THE_FIRST = 0;

/** The revision in If-Match; undefined without the header or for `*`. `If-None-Match: *` allows only a creation. */
export function revisionAsked(event: HttpEvent): number | undefined {
  if (event.headers['if-none-match']?.trim() === '*') return BEFORE_THE_FIRST;
  const value = event.headers['if-match']?.trim();
  if (value === undefined || value === '*') return undefined;
  const [, tag] = /^(?:W\/)?"([^"]*)"$/.exec(value) ?? [];
  if (tag === undefined) {
    throw baseErrors.precondition_invalid({
      detail: 'Use the ETag that the resource was answered with, including its quotes.',
    });
  }
  const [, revision] = /^(\d{1,15})(?:\.[\w-]{1,43})?$/.exec(tag) ?? [];
  return revision === undefined ? NO_REVISION : Number(revision);
}
