// The submission of one version as it was before review submissions: nobody makes one any more, but deleting it is still how
// a version that waits for its release is given up.
// https://developer.apple.com/documentation/appstoreconnectapi/delete-v1-appstoreversionsubmissions-_id_
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { single } from './apps.ts';
import { notFound, stateError } from './errors.ts';
import { existingVersion, saveVersion, type Version } from './versions.ts';

const REJECTABLE: readonly Version['state'][] = ['WAITING_FOR_REVIEW', 'PENDING_DEVELOPER_RELEASE'];
const idOf = ({ id }: Version): string => uuidOf('legacy submission', id);

export function getLegacySubmission(call: Call): OutsideReply {
  const version = existingVersion(call, param(call, 'id'));
  const canReject = REJECTABLE.includes(version.state);
  const id = idOf(version);
  const self = `${call.base}/v1/appStoreVersionSubmissions/${id}`;
  const resource = { type: 'appStoreVersionSubmissions', id, attributes: { canReject }, links: { self } };
  return { status: 200, body: single(call, canReject ? resource : null) };
}

export function deleteLegacySubmission(call: Call): OutsideReply {
  const id = param(call, 'id');
  const found = call.state.list<Version>('versions').find((version) => idOf(version) === id);
  if (!found) return notFound('appStoreVersionSubmissions', id);
  const version = existingVersion(call, found.id);
  if (!REJECTABLE.includes(version.state)) {
    const detail = `The version is in the state ${version.state} and can not be rejected.`;
    return stateError('.ENTITY_STATE_INVALID', 'Resource state invalid', detail);
  }
  saveVersion(call, { ...version, state: 'DEVELOPER_REJECTED', isAssumed: false });
  return { status: 204 };
}
