// Releasing an approved version, at once or in phases over seven days.
// https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-phased-releases
import type { JsonObject } from '../../contracts.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { type Attributes, entityError, notFound, readEntity, resource, single, stateError } from './json-api.ts';
import { asOfNow, changedPhases, daysOf, mayPause, type PhasedRelease, phasesOf, savePhases } from './phases.ts';
import { existingVersion, putOnSale } from './versions.ts';

const TYPE = 'appStoreVersionPhasedReleases';
const ATTRIBUTES: Attributes = { phasedReleaseState: ['INACTIVE', 'ACTIVE', 'PAUSED', 'COMPLETE'] };

/** The changes of each state that a person may make; Apple makes the others automatically. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  INACTIVE: ['INACTIVE', 'ACTIVE'],
  ACTIVE: ['ACTIVE', 'PAUSED', 'COMPLETE'],
  PAUSED: ['PAUSED', 'ACTIVE', 'COMPLETE'],
  COMPLETE: ['COMPLETE'],
};

const OF_VERSION = { 'appStoreVersion!': 'appStoreVersions' };

export function requestRelease(call: Call): OutsideReply {
  const type = 'appStoreVersionReleaseRequests';
  const { related } = readEntity(call, type, {}, OF_VERSION);
  const version = existingVersion(call, related.appStoreVersion ?? '');
  if (version.state !== 'PENDING_DEVELOPER_RELEASE') {
    return stateError(`The version is not in the state PENDING_DEVELOPER_RELEASE but ${version.state}.`);
  }
  putOnSale(call, version);
  return single(resource(type, uuidOf('release request', version.id), {}), 201);
}

export function createPhasedRelease(call: Call): OutsideReply {
  const { attributes, related } = readEntity(call, TYPE, ATTRIBUTES, OF_VERSION);
  const version = existingVersion(call, related.appStoreVersion ?? '');
  if (phasesOf(call, version.id)) {
    const detail = 'The version already has a phased release.';
    return entityError('RELATIONSHIP.INVALID', detail, '/data/relationships/appStoreVersion');
  }
  const state = String(attributes.phasedReleaseState ?? 'INACTIVE');
  const phased = savePhases(call, {
    id: uuidOf('phased', version.id),
    version: version.id,
    state,
    startedAt: state === 'ACTIVE' ? call.now : null,
  });
  return single(phasedResource(call, phased), 201);
}

export function updatePhasedRelease(call: Call): OutsideReply {
  const phased = existingPhasedRelease(call);
  const { attributes } = readEntity(call, TYPE, ATTRIBUTES);
  const state = String(attributes.phasedReleaseState ?? phased.state);
  if (!CHANGES[phased.state]?.includes(state)) {
    return stateError(`A phased release can not go from ${phased.state} to ${state}.`);
  }
  if (phased.state === 'ACTIVE' && state === 'PAUSED' && !mayPause(phased)) {
    return stateError('The phased release has been paused for 30 days, the most that there may be in all.');
  }
  return single(phasedResource(call, savePhases(call, changedPhases(phased, state, call.now))));
}

/** Ends the phasing before it began. */
export function deletePhasedRelease(call: Call): OutsideReply {
  const phased = existingPhasedRelease(call);
  call.state.delete('phased-releases', phased.id);
  return { status: 204 };
}

export function getPhasedRelease(call: Call): OutsideReply {
  const phased = phasesOf(call, existingVersion(call, param(call, 'id')).id);
  return single(phased ? phasedResource(call, phased) : null);
}

function existingPhasedRelease(call: Call): PhasedRelease {
  const id = param(call, 'id');
  return asOfNow(call, call.state.get<PhasedRelease>('phased-releases', id) ?? notFound(TYPE, id));
}

function phasedResource(call: Call, phased: PhasedRelease): JsonObject {
  const days = daysOf(phased, call.now);
  return resource(TYPE, phased.id, {
    phasedReleaseState: phased.state,
    totalPauseDuration: days.paused,
    currentDayNumber: days.current,
  });
}
