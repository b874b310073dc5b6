// Google's error body. https://cloud.google.com/apis/design/errors#http_mapping
import type { JsonObject } from '../../contracts.ts';
import { refuse } from '../stand-in.ts';

const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export function googleError(
  code: number,
  message: string,
  reason: string,
  status = STATUS[code] ?? 'UNKNOWN',
): JsonObject {
  return { error: { code, message, errors: [{ message, domain: 'global', reason }], status } };
}

/** 400 for a request that is wrong in itself. */
export function invalid(message: string): never {
  return refuse(400, googleError(400, message, 'badRequest'));
}

/** 400 for a request that the state of things does not allow. */
export function precondition(message: string): never {
  return refuse(400, googleError(400, message, 'failedPrecondition', 'FAILED_PRECONDITION'));
}

/** 403 for release notes in a language that the app has no store listing in. */
export function languageMissing(language: string): never {
  const message = `Tried to set recent changes text for language ${language}. Language is not associated with the app.`;
  return refuse(403, googleError(403, message, 'apkRecentChangesAddedForMissingLanguage'));
}

export function notFound(message: string): never {
  return refuse(404, googleError(404, message, 'notFound'));
}

export function unauthenticated(reason: 'required' | 'authError'): never {
  const message =
    reason === 'required'
      ? 'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.'
      : 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.';
  const challenge =
    reason === 'required'
      ? 'Bearer realm="https://accounts.google.com/"'
      : 'Bearer realm="https://accounts.google.com/", error="invalid_token"';
  return refuse(401, googleError(401, message, reason), { 'www-authenticate': challenge });
}
