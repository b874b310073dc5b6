// Errors as RFC 9457 problem details: a stable code, the paths of wrong fields, and for a conflict the legal actions.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { type DomainError, type FieldProblem, isDomainError, pathInWords } from '../../../entities/_base/errors.ts';
import { logger } from '../logger.ts';

/** The most problems in one answer: nobody fixes more at a time, and an answer must not be larger than its request. */
export const MOST_PROBLEMS = 100;
/** Longer field names of a request are cut. */
const LONGEST_PATH = 200;

export function fieldPath(path: readonly PropertyKey[]): string {
  const text = pathInWords(path);
  return text.length > LONGEST_PATH ? `${text.slice(0, LONGEST_PATH)}…`.toWellFormed() : text;
}

/** The first problems as fields and in words, with how many more there are. */
export function problemDetails(problems: readonly FieldProblem[]) {
  const fields = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length - fields.length;
  const words = fields.map(({ path, message }) => `${path || 'body'} ${message}`).join('; ');
  return { detail: more > 0 ? `${words}; and ${more} more problems` : words, fields };
}

/** The message for a value that fits none of the allowed forms: the problem of each form, without repetitions. */
const INVALID = 'Invalid input';

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message !== INVALID) return issue.message;
  const forms =
    issue.code === 'invalid_union' ? issue.errors.flatMap(([first]) => (first ? [messageOf(first)] : [])) : [];
  return forms.length === 0 ? 'fits none of the allowed forms' : [...new Set(forms)].join(', or ');
}

/** A zod error as field problems. Each unknown field is a problem with its own path. */
export function fieldProblems(error: z.ZodError, under?: string): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const base = under === undefined ? issue.path : [under, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: fieldPath([...base, key]),
        code: 'request.unknown_field',
        message: 'is not a field of this request',
      }));
    }
    return [{ path: fieldPath(base), code: `request.${issue.code}`, message: messageOf(issue) }];
  });
}

function bodyOf(error: DomainError) {
  const { detail, fields, legal, members } = error.details;
  return {
    type: `urn:windlass:problem:${error.code}`,
    title: error.title,
    status: error.status,
    code: error.code,
    ...(detail === undefined ? {} : { detail }),
    ...(fields === undefined ? {} : { fields: fields.slice(0, MOST_PROBLEMS) }),
    ...(legal === undefined ? {} : { legal }),
    ...members,
  };
}

/**
 * The reply for any thrown value. An error that is not a domain error is logged and answered without its message. The
 * correlation id is a header and not the document's `instance`, so that refusals of a kind have the same body and reveal
 * nothing.
 */
export function problemReply(thrown: unknown, correlationId?: string): APIGatewayProxyStructuredResultV2 {
  const error = isDomainError(thrown) ? thrown : baseErrors.internal();
  if (error.status >= 500) logger.error('request failed', { correlationId, error: thrown as Error });
  const { retryAfterSeconds } = error.details;
  return {
    statusCode: error.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(correlationId === undefined ? {} : { 'x-correlation-id': correlationId }),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
      ...(error.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(error.status === 405 ? { allow: (error.details.legal ?? []).join(', ') } : {}),
    },
    body: JSON.stringify(bodyOf(error)),
  };
}
