// Google Play Developer API: OAuth by service account, edits, tracks and bundles.
// https://developers.google.com/android-publisher and https://developers.google.com/identity/protocols/oauth2/service-account

import { hasValidTimes, readJwt } from '../jwt.ts';
import { bearerToken, credentialState, formFields } from '../reading.ts';
import { shaOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, refuse, type StandIn } from '../stand-in.ts';
import { setApp } from './apps.ts';
import { commitEdit, createEdit, deleteEdit, getDetails, listListings } from './edits.ts';
import { googleError, unauthenticated } from './errors.ts';
import { getTrack, listBundles, listReleases, putTrack } from './tracks.ts';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const HOUR = 3600;

/** Answers an access token that carries its own end, so nothing about it need be kept. */
function issueToken(call: Call): OutsideReply {
  const fail = (error: string, description: string): never => refuse(400, { error, error_description: description });
  const form = formFields(call.request.body);
  if (form.grant_type !== GRANT) return fail('unsupported_grant_type', `Invalid grant_type: ${form.grant_type ?? ''}`);
  const jwt = readJwt(form.assertion ?? '');
  if (!jwt) return fail('invalid_request', 'Bad Request');
  const { header, payload, signature } = jwt;
  const account = String(payload.iss ?? '');
  // A 2048-bit RSA key signs with 256 bytes; shorter keys are refused by Google.
  if (header.alg !== 'RS256' || signature.length < 256) return fail('invalid_grant', 'Invalid JWT Signature.');
  if (!account.includes('@')) return fail('invalid_grant', 'Invalid grant: account not found');
  const state = credentialState(account);
  if (state === 'expired') return fail('invalid_grant', 'Token has been expired or revoked.');
  if (state === 'invalid') return fail('invalid_grant', 'Invalid grant: account not found');
  if (!String(payload.aud ?? '').endsWith('/token')) return fail('invalid_grant', 'Failed audience check.');
  if (payload.iat === undefined || !hasValidTimes(payload, call.now, HOUR)) {
    return fail(
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  if (
    !String(payload.scope ?? '')
      .split(' ')
      .includes(SCOPE)
  ) {
    return fail('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  const ends = Math.floor(call.now / 1000) + HOUR;
  const access_token = `ya29.c.${ends}.${shaOf(account, ends)}`;
  return { status: 200, body: { access_token, expires_in: HOUR - 1, token_type: 'Bearer' } };
}

function authenticate(call: Call): void {
  const token = bearerToken(call.request);
  if (token === undefined) unauthenticated('required');
  const ends = Number(/^ya29\.c\.(\d+)\./.exec(token)?.[1] ?? Number.POSITIVE_INFINITY);
  const isPast = ends * 1000 <= call.now;
  if (!token.startsWith('ya29.') || isPast || credentialState(token) !== 'valid') unauthenticated('authError');
}

const APP = '/androidpublisher/v3/applications/{package}';
const EDIT = `${APP}/edits/{edit}`;

export const playStore: StandIn = {
  name: 'play-store',
  routes: {
    'POST /token': issueToken,
    'PUT /_apps/{package}': setApp,
    [`POST ${APP}/edits`]: createEdit,
    [`POST ${EDIT}:commit`]: commitEdit,
    [`DELETE ${EDIT}`]: deleteEdit,
    [`GET ${EDIT}/details`]: getDetails,
    [`GET ${EDIT}/listings`]: listListings,
    [`GET ${EDIT}/tracks/{track}`]: getTrack,
    [`PUT ${EDIT}/tracks/{track}`]: putTrack,
    [`GET ${EDIT}/bundles`]: listBundles,
    [`GET ${APP}/tracks/{track}/releases`]: listReleases,
  },
  open: ['POST /token', 'PUT /_apps/{package}'],
  authenticate,
  notFound: () => ({ status: 404, body: googleError(404, 'Not Found', 'notFound') }),
  failure: (status) =>
    status === 429
      ? googleError(429, "Quota exceeded for quota metric 'Publishing API requests'", 'rateLimitExceeded')
      : googleError(
          status,
          status === 503 ? 'The service is currently unavailable.' : 'Internal error encountered.',
          'backendError',
        ),
};
