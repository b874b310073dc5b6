// Review submissions: a draft that collects items, is submitted, and ends with the review of its versions.
// https://developer.apple.com/documentation/appstoreconnectapi/review-submissions
import type { JsonObject } from '../../contracts.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { existingApp } from './apps.ts';
import {
  checkQuery,
  collection,
  errorResource,
  fail,
  filterOf,
  notFound,
  parameterError,
  passes,
  readEntity,
  resource,
  single,
  stateError,
  to,
} from './json-api.ts';
import { checkLanguages } from './localizations.ts';
import { existingVersion, PLATFORMS, saveVersion, type Version, type VersionState } from './versions.ts';

const TYPE = 'reviewSubmissions';
const ITEM = 'reviewSubmissionItems';

type SubmissionState = 'READY_FOR_REVIEW' | 'WAITING_FOR_REVIEW' | 'UNRESOLVED_ISSUES' | 'CANCELING' | 'COMPLETE';

/** States in which a submission takes items and can be submitted, the second time after its issues were resolved. */
const OPEN: readonly SubmissionState[] = ['READY_FOR_REVIEW', 'UNRESOLVED_ISSUES'];

/** A submission as kept under its id in the collection `submissions`; items are version ids. */
type Submission = {
  id: string;
  app: string;
  platform: string;
  state: SubmissionState;
  items: { id: string; version: string }[];
};

export function createSubmission(call: Call): OutsideReply {
  const { attributes, related } = readEntity(call, TYPE, { platform: PLATFORMS }, { 'app!': 'apps' });
  const app = existingApp(related.app ?? '');
  const submission: Submission = {
    id: uuidOf('submission', app, call.state.next('submission')),
    app,
    platform: String(attributes.platform ?? 'IOS'),
    state: 'READY_FOR_REVIEW',
    items: [],
  };
  return single(submissionResource(save(call, submission)), 201);
}

/** Of one app, by the required `filter[app]`. */
export function listSubmissions(call: Call): OutsideReply {
  checkQuery(call, ['app', 'platform', 'state']);
  const app =
    filterOf(call, 'app')?.[0] ??
    parameterError('REQUIRED', 'filter[app]', "The parameter 'filter[app]' is required but was not provided");
  const submissions = submissionsOf(call, existingApp(app))
    .map((submission) => (isAssumed(call, submission) ? { ...submission, state: UNDER_WAY } : submission))
    .filter(({ state, platform }) => passes(call, { state, platform }));
  return collection(call, submissions.map(submissionResource));
}

export function listItems(call: Call): OutsideReply {
  checkQuery(call, []);
  const submission = existingSubmission(call, param(call, 'id'));
  return collection(call, submission.items.map(itemResource));
}

/** Adds a version that has a build and is in no other open submission. */
export function addItem(call: Call): OutsideReply {
  const relationships = { 'reviewSubmission!': TYPE, 'appStoreVersion!': 'appStoreVersions' };
  const { related } = readEntity(call, ITEM, {}, relationships);
  const submission = existingSubmission(call, related.reviewSubmission ?? '');
  const version = existingVersion(call, related.appStoreVersion ?? '');
  const other = submissionsOf(call, version.app).find(
    (candidate) => candidate.state !== 'COMPLETE' && candidate.items.some((item) => item.version === version.id),
  );
  if (other) {
    const detail = `appStoreVersions with id '${version.id}' was already added to another reviewSubmission with id ${other.id}`;
    return stateError(detail, 'STATE_ERROR.ITEM_PART_OF_ANOTHER_SUBMISSION');
  }
  if (!OPEN.includes(submission.state)) {
    return stateError(`Items can not be added to a reviewSubmission in the state ${submission.state}.`);
  }
  const isReviewable = ['PREPARE_FOR_SUBMISSION', 'REJECTED', 'DEVELOPER_REJECTED'].includes(version.state);
  const isOurs = version.app === submission.app && version.platform === submission.platform;
  if (version.build === null) return refuseReview(version, BUILD_MISSING);
  if (!isReviewable || !isOurs) return refuseReview(version, stateOf(version));
  const item = { id: uuidOf('item', submission.id, version.id), version: version.id };
  save(call, { ...submission, items: [...submission.items, item] });
  saveVersion(call, { ...version, state: 'READY_FOR_REVIEW' });
  return single(itemResource(item), 201);
}

const BUILD_MISSING = {
  code: 'ENTITY_ERROR.RELATIONSHIP.REQUIRED',
  detail: "You must provide a value for the relationship 'build' with this request",
};
const stateOf = ({ state }: Version) => ({
  code: 'STATE_ERROR.APP_VERSION_STATE_INVALID',
  detail: `The version is in the state ${state}, or of another app or platform.`,
});

/** 409 whose cause is nested, as Apple has it. */
function refuseReview({ id }: Version, cause: { code: string; detail: string }): never {
  const associatedErrors = { [`/v1/appStoreVersions/${id}`]: [errorResource({ status: 409, ...cause })] };
  const detail = 'This resource cannot be reviewed, please check associated errors to see why.';
  return fail(409, 'STATE_ERROR.ENTITY_STATE_INVALID', detail, { meta: { associatedErrors } });
}

/** `submitted: true` sends it to review, `canceled: true` takes it back. */
export function updateSubmission(call: Call): OutsideReply {
  const submission = existingSubmission(call, param(call, 'id'));
  const { attributes } = readEntity(call, TYPE, { submitted: 'boolean', canceled: 'boolean', platform: PLATFORMS });
  if (attributes.canceled === true) return cancel(call, submission);
  if (attributes.submitted === true) return submit(call, submission);
  return single(submissionResource(submission));
}

function submit(call: Call, submission: Submission): OutsideReply {
  if (!OPEN.includes(submission.state) || submission.items.length === 0) {
    const { id, state, items } = submission;
    return stateError(
      `reviewSubmissions with id '${id}' is not ready to be submitted: ${state}, ${items.length} items.`,
    );
  }
  const other = submissionsOf(call, submission.app).find(
    (candidate) =>
      candidate.id !== submission.id &&
      candidate.platform === submission.platform &&
      ['WAITING_FOR_REVIEW', 'UNRESOLVED_ISSUES'].includes(candidate.state),
  );
  if (other) return stateError(`There is another reviewSubmissions with id ${other.id} still in progress.`);
  for (const { version } of submission.items) checkLanguages(call, existingVersion(call, version));
  const submitted = save(call, { ...submission, state: 'WAITING_FOR_REVIEW' });
  for (const item of submitted.items)
    saveVersion(call, { ...existingVersion(call, item.version), state: 'WAITING_FOR_REVIEW' });
  return single(submissionResource(submitted));
}

function cancel(call: Call, submission: Submission): OutsideReply {
  const isOver = submission.state === 'COMPLETE' || submission.state === 'CANCELING';
  if (isOver && !isAssumed(call, submission)) {
    return stateError(`reviewSubmissions with id '${submission.id}' is not in a cancellable state.`);
  }
  const cancelled = save(call, { ...submission, state: 'CANCELING' });
  for (const item of submission.items)
    saveVersion(call, { ...existingVersion(call, item.version), state: 'DEVELOPER_REJECTED', isAssumed: false });
  return single(submissionResource(cancelled));
}

const UNDER_WAY: SubmissionState = 'WAITING_FOR_REVIEW';
const ASSUMED: readonly VersionState[] = ['READY_FOR_DISTRIBUTION', 'PENDING_DEVELOPER_RELEASE'];

/** True while no outcome of its review was set. A player that rejects the version elsewhere can then submit another build. */
const isAssumed = (call: Call, { state, items }: Submission): boolean =>
  state === 'COMPLETE' &&
  items.some(({ version: id }) => {
    const version = existingVersion(call, id);
    return version.isAssumed === true && ASSUMED.includes(version.state);
  });

function existingSubmission(call: Call, id: string): Submission {
  const submission = call.state.get<Submission>('submissions', id);
  return submission ? settle(call, submission) : notFound(TYPE, id);
}

function submissionsOf(call: Call, app: string): Submission[] {
  return call.state
    .list<Submission>('submissions')
    .filter((submission) => submission.app === app)
    .map((submission) => settle(call, submission));
}

// A submission follows its versions: rejected ones leave issues, decided ones complete it.
function settle(call: Call, submission: Submission): Submission {
  if (submission.state === 'CANCELING') return save(call, { ...submission, state: 'COMPLETE' });
  if (submission.state !== 'WAITING_FOR_REVIEW') return submission;
  const states = submission.items.map((item) => existingVersion(call, item.version).state);
  if (states.includes('WAITING_FOR_REVIEW')) return submission;
  return save(call, { ...submission, state: states.includes('REJECTED') ? 'UNRESOLVED_ISSUES' : 'COMPLETE' });
}

const save = (call: Call, submission: Submission): Submission =>
  call.state.put('submissions', submission.id, submission);

const submissionResource = ({ id, platform, state, items }: Submission): JsonObject =>
  resource(TYPE, id, { platform, state }, { appStoreVersionForReview: to('appStoreVersions', items[0]?.version) });

const itemResource = ({ id, version }: Submission['items'][number]): JsonObject =>
  resource(ITEM, id, {}, { appStoreVersion: to('appStoreVersions', version) });
