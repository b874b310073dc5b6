// Reads the state of Google's review of a release. The track does not show it: there, a release in review looks published.
// https://developers.google.com/android-publisher/api-ref/rest/v3/applications.tracks.releases

import * as z from 'zod';
import { ownValue } from '../../../entities/_base/own-value.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { type Caller, path } from '../_client/caller.ts';
import type { StoreStatus, StoreVersion } from '../store/store-client.ts';
import { SEND_FOR_REVIEW } from './play-store-edit.ts';
import { asCode } from './play-store-track.ts';

const releasesReply = z.object({
  releases: z
    .array(
      z.object({
        releaseName: z.string().optional(),
        activeArtifacts: z.array(z.object({ versionCode: z.number() })).optional(),
        releaseLifecycleState: z.string().optional(),
      }),
    )
    .optional(),
});

const PREFIX = 'RELEASE_LIFECYCLE_STATE_';
const STATES: Readonly<Record<string, StoreStatus['state']>> = {
  NOT_SENT_FOR_REVIEW: 'IN_REVIEW',
  IN_REVIEW: 'IN_REVIEW',
  APPROVED_NOT_PUBLISHED: 'APPROVED',
  NOT_APPROVED: 'REJECTED',
};

export type PlayReview = (
  wanted: StoreVersion,
) => Promise<Pick<StoreStatus, 'state' | 'storeState' | 'leftToDo'> | undefined>;

/** Undefined for a published version, or if Google shows no review: then only the track counts. */
export function createPlayReview(api: Caller, { packageName, track }: ConfigOf<'PLAY_STORE'>): PlayReview {
  const list = path`/androidpublisher/v3/applications/${packageName}/tracks/${track}/releases`;
  return async ({ version, versionId, buildNumber }) => {
    const reply = await api.find(releasesReply, { method: 'GET', path: list });
    const code = asCode(versionId ?? buildNumber);
    const found = reply?.releases?.find(({ releaseName, activeArtifacts = [] }) =>
      code === undefined
        ? releaseName === version
        : activeArtifacts.some(({ versionCode }) => String(versionCode) === code),
    );
    const storeState = found?.releaseLifecycleState?.replace(PREFIX, '') ?? '';
    const state = ownValue(STATES, storeState);
    const isHeld = storeState === 'NOT_SENT_FOR_REVIEW';
    return state && { state, storeState, ...(isHeld && { leftToDo: SEND_FOR_REVIEW }) };
  };
}
