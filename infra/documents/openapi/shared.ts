// Parts of the OpenAPI document that do not depend on the manifests: introduction, shared parameters, headers and the problem.
import type { Json } from './schemas.ts';

export const INTRODUCTION = `Release orchestration. Requests and answers are JSON in camelCase; times are ISO 8601 in UTC.

**Credential.** \`Authorization: Bearer …\`. The tenant of the path is the credential's own, by id or slug. Another tenant's
resource is answered exactly as a missing one.

**Console.** A page of this deployment sends \`Windlass-Console: 1\` with each request, and gets its session in a cookie instead of the
body. The cookie counts only without \`Authorization\`. With it, every request but a GET needs \`Sec-Fetch-Site: same-origin\`, or if the
browser sends none the \`Origin\` of this deployment, and \`Content-Type: application/json\` if it has a body. A request with
\`Windlass-Console: poll\` does not extend the session. Answers are \`Cache-Control: private, no-cache\`.

**Lists.** \`limit\` and \`cursor\`; the answer has \`nextCursor\`, and the header \`Link\` names the next page.

**Conditions.** Every GET has an \`ETag\`; with \`If-None-Match\` it answers 304 while nothing has changed. A change takes the ETag as
\`If-Match\` and answers 412 if the resource has changed since. A PUT with \`If-None-Match: *\` only creates: it answers 412 if the resource
exists.

**Retries.** POST and DELETE take an \`Idempotency-Key\`: a repeated request with the same key gets the same answer, byte for byte, for a day.

**Problems.** Every refusal is \`application/problem+json\` (RFC 9457) with a stable \`code\`. Requests are checked in this order:

| status | answered when |
|---|---|
| 404 \`route.not_found\`, 405 | no route has the path, or none has the method; 405 names the allowed methods in \`Allow\` |
| 403 \`request.cross_site\` | the request uses the session's cookie or asks for it, and no page of this deployment sent it |
| 401 | the credential is missing, malformed, unknown, expired or revoked |
| 429 | the tenant has used up its share of requests; \`Retry-After\` says the seconds to wait |
| 404 \`request.not_found\` | the credential belongs to another tenant |
| 403 | the role is too weak, or the credential lacks the scope |
| 400 \`request.precondition_invalid\` | \`If-Match\` is not an ETag of this API |
| 422 \`request.idempotency_mismatch\`, 409 \`request.idempotency_running\` | the \`Idempotency-Key\` belongs to another request, or to one that still runs |
| 413 | the body is larger than 256 KB |
| 415 | the body is not \`application/json\` |
| 400 | the body is not JSON, or query or body do not fit; \`fields\` names each problem. Unknown fields are refused |
| 404 | the resource does not exist |
| 412 | the resource is not at the revision of \`If-Match\` |
| 409 | the resource is not in a state that allows this; \`legal\` names the actions that are legal |
| 422 | the request fits its schema, but what it refers to does not allow it |
`;

const text = { type: 'string' } as const;

export const PARAMETERS: Readonly<Record<string, Json>> = {
  Tenant: {
    name: 'tenant',
    in: 'path',
    required: true,
    description: 'The id or slug of the tenant',
    schema: { ...text, minLength: 1 },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes it safe to repeat the request: any text that no other request of yours has',
    schema: { ...text, minLength: 1, maxLength: 255 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of the resource to change, or `*`',
    schema: { ...text, pattern: '^(?:\\*|(?:W/)?"[^"]*")$' },
  },
  OnlyNew: {
    name: 'If-None-Match',
    in: 'header',
    description: '`*` creates the resource and never replaces one',
    schema: { enum: ['*'] },
  },
  WindlassConsole: {
    name: 'Windlass-Console',
    in: 'header',
    description: 'Asks for the session in a cookie, as a page of this deployment does; its answer shows no token',
    schema: { enum: ['1', 'poll'] },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'ETags that are known already: if the answer has one of them, it is 304',
    schema: text,
  },
};

export const HEADERS: Readonly<Record<string, Json>> = {
  ETag: { description: 'The version of the answer', schema: text },
  Location: { description: 'The path of the resource that was created', schema: text },
  SetCookie: { description: 'The session, or its end; only for requests with Windlass-Console', schema: text },
  Link: { description: 'The next page, as RFC 8288 says; missing on the last one', schema: text },
  CorrelationId: { description: 'Names the request in logs and audit entries', schema: text },
  WWWAuthenticate: { description: '`Bearer`', schema: text },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } },
};

/** Bodies that no schema describes, by their content type. */
export const PRODUCED: Readonly<Record<string, Json>> = {
  'application/json': { schema: { type: 'object' }, example: { openapi: '3.1.0' } },
  'text/csv; charset=utf-8': {
    schema: text,
    example: 'seq,id,at,…\r\n1,0192f3a0-7c00-7db3-aa4f-11a05aa31392,2026-03-02T09:30:00.000Z,…\r\n',
  },
  'text/html': { schema: text, example: '<!doctype html>' },
  '*/*': { schema: text, example: 'console.log("page");' },
};

export const NOT_MODIFIED: Json = {
  description: 'Not changed since the ETag of If-None-Match',
  headers: { ETag: { $ref: '#/components/headers/ETag' } },
};

export const GATEWAY_REFUSAL: Json = {
  type: 'object',
  description:
    'API Gateway itself refuses: a malformed URL (400), too many requests of all tenants (429), a function that failed (500)',
  required: ['message'],
  properties: { message: text },
};

export const PROBLEM: Json = {
  type: 'object',
  description: 'Problem details as RFC 9457 defines them. Some problems have further members.',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { ...text, format: 'uri' },
    title: text,
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { ...text, description: 'Stable: it never changes its meaning' },
    detail: { ...text, description: 'The mistake in this case, and its correction' },
    fields: {
      type: 'array',
      description: 'Each field that does not fit',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: text, code: text, message: text },
      },
    },
    legal: { type: 'array', description: 'The actions that are legal now', items: text },
  },
};
