// The releases of a track with the state of their review, which `PUT /_apps/{package}` plays for all of an app.
// https://developers.google.com/android-publisher/api-ref/rest/v3/applications.tracks.releases/list
import type { JsonObject } from '../../contracts.ts';
import { isObject } from '../reading.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { appOf } from './apps.ts';
import { existingPackage } from './edits.ts';

export function listReleases(call: Call): OutsideReply {
  const name = existingPackage(call);
  const track = param(call, 'track');
  const committed = call.state.get<JsonObject>('tracks', `${name} ${track}`);
  const { review } = appOf(call, name);
  const listed = Array.isArray(committed?.releases) ? committed.releases.filter(isObject) : [];
  const releases = listed.map(({ name: releaseName, versionCodes, status }) => ({
    ...(releaseName === undefined ? {} : { releaseName }),
    track,
    activeArtifacts: (Array.isArray(versionCodes) ? versionCodes : []).map((code) => ({ versionCode: Number(code) })),
    releaseLifecycleState: `RELEASE_LIFECYCLE_STATE_${status === 'draft' ? 'DRAFT' : review}`,
  }));
  return { status: 200, body: { releases } };
}
