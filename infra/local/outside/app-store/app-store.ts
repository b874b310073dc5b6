// App Store Connect API as far as shipping a version needs it. Three routes are the stand-in's own:
// `PUT /_languages/{app}` sets the languages of an app and its next version, `PUT /_builds/{app}` the builds that were uploaded,
// `PUT /_reviews/{app}` how its reviews end from now on. Without the last, versions are approved and their submissions are
// under way, so that they can be withdrawn.
// https://developer.apple.com/documentation/appstoreconnectapi

import { parseJson } from '../../contracts.ts';
import { hasValidTimes, readJwt } from '../jwt.ts';
import { bearerToken, credentialState, dig } from '../reading.ts';
import { type Call, type OutsideReply, param, refuse, type StandIn } from '../stand-in.ts';
import { getApp, listBuilds, setBuilds } from './apps.ts';
import { errorsBody, fail } from './json-api.ts';
import { deleteLegacySubmission, getLegacySubmission } from './legacy.ts';
import {
  createLocalization,
  listAppInfoLocalizations,
  listAppInfos,
  listLocalizations,
  setLanguages,
  updateLocalization,
} from './localizations.ts';
import {
  createPhasedRelease,
  deletePhasedRelease,
  getPhasedRelease,
  requestRelease,
  updatePhasedRelease,
} from './rollout.ts';
import { addItem, createSubmission, listItems, listSubmissions, updateSubmission } from './submissions.ts';
import {
  attachBuild,
  createVersion,
  getVersion,
  getVersionBuild,
  listVersions,
  settledVersions,
  updateVersion,
} from './versions.ts';

const TWENTY_MINUTES = 1200;
const SIGNATURE_BYTES = 64;

function authenticate(call: Call): void {
  const jwt = readJwt(bearerToken(call.request) ?? '');
  if (!jwt) unauthorized();
  const { header, payload, signature } = jwt;
  const kid = String(header.kid ?? '');
  // An individual key's token has a subject instead of an issuer.
  const issuer = String(payload.iss ?? (payload.sub === 'user' ? 'user' : ''));
  const isWellFormed = header.alg === 'ES256' && header.typ === 'JWT' && kid !== '' && issuer !== '';
  const isForApple = payload.aud === 'appstoreconnect-v1' && signature.length === SIGNATURE_BYTES;
  const isTimely = hasValidTimes(payload, call.now, TWENTY_MINUTES);
  if (!isWellFormed || !isForApple || !isTimely || credentialState(`${kid} ${issuer}`) !== 'valid') unauthorized();
}

function unauthorized(): never {
  return fail(
    401,
    'NOT_AUTHORIZED',
    'Provide a properly configured and signed bearer token, and make sure that it has not expired. Learn more about Generating Tokens for API Requests https://developer.apple.com/go/?id=api-generating-tokens',
  );
}

function setReview(call: Call): OutsideReply {
  const outcome = dig(parseJson(call.request.body), 'outcome');
  if (!['APPROVED', 'REJECTED', 'WAITING'].includes(String(outcome))) {
    return refuse(400, { error: 'outcome must be APPROVED, REJECTED or WAITING' });
  }
  const app = param(call, 'app');
  // The old outcome holds for reviews that are over by now, the new one for those that still wait.
  settledVersions(call, app);
  call.state.put('reviews', app, String(outcome));
  settledVersions(call, app);
  return { status: 204 };
}

const VERSION = '/v1/appStoreVersions/{id}';
const PHASED = '/v1/appStoreVersionPhasedReleases';

export const appStore: StandIn = {
  name: 'app-store',
  routes: {
    'PUT /_builds/{app}': setBuilds,
    'PUT /_languages/{app}': setLanguages,
    'PUT /_reviews/{app}': setReview,
    'GET /v1/apps/{id}': getApp,
    'GET /v1/apps/{id}/appInfos': listAppInfos,
    'GET /v1/appInfos/{id}/appInfoLocalizations': listAppInfoLocalizations,
    'GET /v1/apps/{id}/appStoreVersions': listVersions,
    'GET /v1/builds': listBuilds,
    'POST /v1/appStoreVersions': createVersion,
    [`GET ${VERSION}`]: getVersion,
    [`PATCH ${VERSION}`]: updateVersion,
    [`GET ${VERSION}/build`]: getVersionBuild,
    [`PATCH ${VERSION}/relationships/build`]: attachBuild,
    [`GET ${VERSION}/appStoreVersionPhasedRelease`]: getPhasedRelease,
    [`GET ${VERSION}/appStoreVersionSubmission`]: getLegacySubmission,
    'DELETE /v1/appStoreVersionSubmissions/{id}': deleteLegacySubmission,
    [`GET ${VERSION}/appStoreVersionLocalizations`]: listLocalizations,
    'POST /v1/appStoreVersionLocalizations': createLocalization,
    'PATCH /v1/appStoreVersionLocalizations/{id}': updateLocalization,
    'GET /v1/reviewSubmissions': listSubmissions,
    'POST /v1/reviewSubmissions': createSubmission,
    'PATCH /v1/reviewSubmissions/{id}': updateSubmission,
    'GET /v1/reviewSubmissions/{id}/items': listItems,
    'POST /v1/reviewSubmissionItems': addItem,
    [`POST ${PHASED}`]: createPhasedRelease,
    [`PATCH ${PHASED}/{id}`]: updatePhasedRelease,
    [`DELETE ${PHASED}/{id}`]: deletePhasedRelease,
    'POST /v1/appStoreVersionReleaseRequests': requestRelease,
  },
  open: ['PUT /_builds/{app}', 'PUT /_languages/{app}', 'PUT /_reviews/{app}'],
  authenticate,
  notFound: () => {
    const detail = 'The path provided does not match a defined resource type.';
    return { status: 404, body: errorsBody({ status: 404, code: 'NOT_FOUND', detail }) };
  },
  failure: (status) =>
    status === 429
      ? errorsBody({ status, code: 'RATE_LIMIT_EXCEEDED', detail: 'We have received too many requests for this key.' })
      : errorsBody({ status, code: 'UNEXPECTED_ERROR', detail: 'An unexpected error occurred on the server side.' }),
};
