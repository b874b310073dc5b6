// The submission of one version, which review submissions replaced. It is still deleted to withdraw a version that waits for
// its release.
// https://developer.apple.com/documentation/appstoreconnectapi/delete-v1-appstoreversionsubmissions-_id_
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { notFound, resource, single, stateError } from './json-api.ts';
import { existingVersion, saveVersion, type Version } from './versions.ts';

const REJECTABLE: readonly Version['state'][] = ['WAITING_FOR_REVIEW', 'PENDING_DEVELOPER_RELEASE'];
const idOf = ({ id }: Version): string => uuidOf('legacy submission', id);

export function getLegacySubmission(call: Call): OutsideReply {
  const version = existingVersion(call, param(call, 'id'));
  const canReject = REJECTABLE.includes(version.state);
  return single(canReject ? resource('appStoreVersionSubmissions', idOf(version), { canReject }) : null);
}

export function deleteLegacySubmission(call: Call): OutsideReply {
  const id = param(call, 'id');
  const found = call.state.list<Version>('versions').find((version) => idOf(version) === id);
  if (!found) return notFound('appStoreVersionSubmissions', id);
  const version = existingVersion(call, found.id);
  if (!REJECTABLE.includes(version.state)) {
    return stateError(`The version is in the state ${version.state} and can not be rejected.`);
  }
  saveVersion(call, { ...version, state: 'DEVELOPER_REJECTED', isAssumed: false });
  return { status: 204 };
}
