// The state of an app beside its tracks, set by `PUT /_apps/{package}`: whether changes go to review automatically (not
// after a rejection), whether it was ever published, which version codes users may update to, the state of its review.
import { isObject, type JsonObject, parseJson } from '../../contracts.ts';
import { arrayOr, objectsAt, unknownKeys } from '../reading.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { googleError, invalid } from './errors.ts';

const REVIEWS = ['IN_REVIEW', 'APPROVED_NOT_PUBLISHED', 'NOT_APPROVED', 'PUBLISHED', 'NOT_SENT_FOR_REVIEW'];

type App = { isSentForReview: boolean; isDraft: boolean; checksUpgrades: boolean; review: string };

/** A published and accepted app, which takes builds in any order. */
const USUAL: App = { isSentForReview: true, isDraft: false, checksUpgrades: false, review: 'PUBLISHED' };

export function setApp(call: Call): OutsideReply {
  const body = parseJson(call.request.body);
  const isFit = isObject(body) && unknownKeys(body, Object.keys(USUAL)).length === 0;
  const isValue = ([key, value]: [string, unknown]) =>
    key === 'review' ? REVIEWS.includes(String(value)) : typeof value === 'boolean';
  if (!isFit || !Object.entries(body).every(isValue)) {
    const [review, ...flags] = Object.keys(USUAL).toReversed();
    return refuse(400, {
      error: `an app has ${flags.join(', ')}, each true or false, and ${review}: ${REVIEWS.join(', ')}`,
    });
  }
  call.state.put('apps', param(call, 'package'), { ...USUAL, ...body });
  return { status: 204 };
}

export const appOf = (call: Call, name: string): App => call.state.get<App>('apps', name) ?? USUAL;

const highestOf = (releases: readonly JsonObject[]): number =>
  Math.max(0, ...releases.flatMap(({ versionCodes }) => arrayOr(versionCodes).map(Number)));

/** Refuses what this app does not take now. `before` are the published tracks. */
export function checkCommit(
  call: Call,
  name: string,
  after: readonly JsonObject[],
  before: readonly JsonObject[],
): void {
  const app = appOf(call, name);
  const isKept = call.request.query.get('changesNotSentForReview') === 'true';
  if (app.isSentForReview && isKept) {
    invalid('Changes are sent for review automatically. The query parameter changesNotSentForReview must not be set.');
  }
  if (!app.isSentForReview && !isKept) {
    invalid(
      'Changes cannot be sent for review automatically. Please set the query parameter changesNotSentForReview to true. Once committed, the changes in this edit can be sent for review from the Google Play Console UI.',
    );
  }
  for (const track of after) {
    const releases = objectsAt(track, 'releases');
    if (app.isDraft && releases.some(({ status }) => status !== 'draft')) draftsOnly();
    const out = objectsAt(
      before.find((other) => other.track === track.track),
      'releases',
    );
    const isFor = (status: string) => (release: JsonObject) => release.status === status;
    const isLower = highestOf(releases.filter(isFor('completed'))) < highestOf(out.filter(isFor('completed')));
    if (app.checksUpgrades && releases.some(isFor('completed')) && isLower) noUpgrade();
  }
}

function draftsOnly(): never {
  const message = 'Only releases with status draft may be created on draft app.';
  return refuse(400, googleError(400, message, 'rolloutNotPermittedOnDraftApp'));
}

/** 403, as for a missing permission. */
function noUpgrade(): never {
  const message =
    'You cannot rollout this release because it does not allow any existing users to upgrade to the newly added APKs.';
  return refuse(403, googleError(403, message, 'forbidden'));
}
