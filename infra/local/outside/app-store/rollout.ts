// Releasing an approved version, at once or in phases over seven days.
// https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-phased-releases
import type { JsonObject } from '../../contracts.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { single } from './apps.ts';
import { type EntityShape, entityError, notFound, readEntity, stateError } from './errors.ts';
import { asOfNow, changedPhases, daysOf, mayPause, type PhasedRelease, phasesOf, savePhases } from './phases.ts';
import { existingVersion, putOnSale } from './versions.ts';

const ATTRIBUTES: EntityShape['attributes'] = { phasedReleaseState: ['INACTIVE', 'ACTIVE', 'PAUSED', 'COMPLETE'] };

/** The changes of each state that a person may make; Apple makes the others automatically. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  INACTIVE: ['INACTIVE', 'ACTIVE'],
  ACTIVE: ['ACTIVE', 'PAUSED', 'COMPLETE'],
  PAUSED: ['PAUSED', 'ACTIVE', 'COMPLETE'],
  COMPLETE: ['COMPLETE'],
};

export function requestRelease(call: Call): OutsideReply {
  const { related } = readEntity(call, {
    type: 'appStoreVersionReleaseRequests',
    attributes: {},
    relationships: { 'appStoreVersion!': 'appStoreVersions' },
  });
  const version = existingVersion(call, related.appStoreVersion ?? '');
  if (version.state !== 'PENDING_DEVELOPER_RELEASE') {
    return stateError(
      '.ENTITY_STATE_INVALID',
      'The request cannot be fulfilled because of the state of another resource.',
      `The version is not in the state PENDING_DEVELOPER_RELEASE but ${version.state}.`,
    );
  }
  putOnSale(call, version);
  const id = uuidOf('release request', version.id);
  const self = `${call.base}/v1/appStoreVersionReleaseRequests/${id}`;
  return {
    status: 201,
    body: { data: { type: 'appStoreVersionReleaseRequests', id, links: { self } }, links: { self } },
  };
}

export function createPhasedRelease(call: Call): OutsideReply {
  const { attributes, related } = readEntity(call, {
    type: 'appStoreVersionPhasedReleases',
    attributes: ATTRIBUTES,
    relationships: { 'appStoreVersion!': 'appStoreVersions' },
  });
  const version = existingVersion(call, related.appStoreVersion ?? '');
  if (phasesOf(call, version.id)) {
    return entityError(
      'RELATIONSHIP.INVALID',
      'The provided entity includes a relationship with an invalid value',
      'The version already has a phased release.',
      '/data/relationships/appStoreVersion',
    );
  }
  const state = String(attributes.phasedReleaseState ?? 'INACTIVE');
  const phased = savePhases(call, {
    id: uuidOf('phased', version.id),
    version: version.id,
    state,
    startedAt: state === 'ACTIVE' ? call.now : null,
  });
  return { status: 201, body: single(call, phasedResource(call, phased)) };
}

export function updatePhasedRelease(call: Call): OutsideReply {
  const phased = existingPhasedRelease(call);
  const { attributes } = readEntity(call, {
    type: 'appStoreVersionPhasedReleases',
    attributes: ATTRIBUTES,
    relationships: {},
  });
  const state = String(attributes.phasedReleaseState ?? phased.state);
  if (!CHANGES[phased.state]?.includes(state)) {
    return stateError(
      '.ENTITY_STATE_INVALID',
      'The request cannot be fulfilled because of the state of another resource.',
      `A phased release can not go from ${phased.state} to ${state}.`,
    );
  }
  if (phased.state === 'ACTIVE' && state === 'PAUSED' && !mayPause(phased)) {
    return stateError(
      '.ENTITY_STATE_INVALID',
      'The request cannot be fulfilled because of the state of another resource.',
      'The phased release has been paused for 30 days, the most that there may be in all.',
    );
  }
  const changed = savePhases(call, changedPhases(phased, state, call.now));
  return { status: 200, body: single(call, phasedResource(call, changed)) };
}

/** Ends the phasing before it began. */
export function deletePhasedRelease(call: Call): OutsideReply {
  const phased = existingPhasedRelease(call);
  call.state.delete('phased-releases', phased.id);
  return { status: 204 };
}

export function getPhasedRelease(call: Call): OutsideReply {
  const phased = phasesOf(call, existingVersion(call, param(call, 'id')).id);
  return { status: 200, body: single(call, phased ? phasedResource(call, phased) : null) };
}

function existingPhasedRelease(call: Call): PhasedRelease {
  const id = param(call, 'id');
  const found = call.state.get<PhasedRelease>('phased-releases', id) ?? notFound('appStoreVersionPhasedReleases', id);
  return asOfNow(call, found);
}

function phasedResource(call: Call, phased: PhasedRelease): JsonObject {
  const days = daysOf(phased, call.now);
  return {
    type: 'appStoreVersionPhasedReleases',
    id: phased.id,
    attributes: {
      phasedReleaseState: phased.state,
      startDate: phased.startedAt === null ? null : new Date(phased.startedAt).toISOString(),
      totalPauseDuration: days.paused,
      currentDayNumber: days.current,
    },
    links: { self: `${call.base}/v1/appStoreVersionPhasedReleases/${phased.id}` },
  };
}
