// APP_STORE: submits a version with its build to App Review, in six steps. Each step first checks whether it is done, so a
// repeated call continues where the last one ended. A newer build replaces one in review.
// https://developer.apple.com/documentation/appstoreconnectapi/review-submissions
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { path } from '../_client/caller.ts';
import type { ClientContext } from '../adapter.ts';
import type { StoreClient } from '../store/store-client.ts';
import { createAppStoreCaller } from './app-store-api.ts';
import { createAppStoreBuilds } from './app-store-builds.ts';
import { createAppStoreNotes } from './app-store-notes.ts';
import { appReply, EDITABLE_STATES, IN_REVIEW_STATES, type Version } from './app-store-replies.ts';
import { createAppStoreReview, takingBack } from './app-store-review.ts';
import { createAppStoreRollout } from './app-store-rollout.ts';
import { createAppStoreVersions } from './app-store-versions.ts';

export function createAppStoreClient(context: ClientContext<'APP_STORE'>): StoreClient {
  const api = createAppStoreCaller(context);
  const { appId } = context.config;
  const versions = createAppStoreVersions(api, context.config);
  const builds = createAppStoreBuilds(api, context.config);
  const review = createAppStoreReview(api, context.config);
  const whatsNew = createAppStoreNotes(api, appId);
  const rollout = createAppStoreRollout(api, {
    find: versions.find,
    reviewStateOf: review.stateOf,
    takeBack: review.takeBack,
  });

  /** The submission of a version that is locked. A submission of another build is withdrawn if Apple allows it. */
  async function existingSubmission(version: Version, buildNumber: string | undefined) {
    const { id: versionId, attributes } = version;
    const { versionString, appVersionState } = attributes;
    const holder = await review.holderOf(versionId);
    const attached = await builds.attachedTo(versionId);
    const isThis =
      buildNumber === undefined || (attached && (await builds.find(versionString, buildNumber)).id === attached.id);
    // A submission that was completed long ago, or made with the older API, is not listed: the version's id replaces its
    // id.
    if (isThis) return holder?.id ?? `appStoreVersions/${versionId}`;
    if (holder && IN_REVIEW_STATES.includes(holder.attributes.state)) {
      await review.takeBack(versionId);
      throw takingBack(`an earlier build of ${versionString}`);
    }
    const detail = `${versionString} is ${appVersionState} with another build: withdraw it first, or make a new version`;
    throw integrationErrors.refused({ detail });
  }

  return {
    isOneAtATime: true,

    async verify() {
      const { data } = await api.read(appReply, { method: 'GET', path: path`/v1/apps/${appId}` });
      await versions.assertMayChange(data.attributes.name);
      return `Can read ${data.attributes.name} (${data.attributes.bundleId})`;
    },

    async submit({ version, buildNumber, notes, percentage, releaseMode, mayReplace = [] }) {
      rollout.check('ROLL_OUT', percentage);
      const found = await versions.ensure(version, releaseMode, mayReplace);
      const { id: versionId, attributes } = found;
      if (!EDITABLE_STATES.includes(attributes.appVersionState)) {
        return { submissionId: await existingSubmission(found, buildNumber), versionId, keepsNotes: true };
      }
      const build = await builds.find(version, buildNumber);
      await builds.attach(versionId, build.id);
      const { unlistedLocales, refusedNotes } = await whatsNew.write(versionId, notes);
      // Done before the review, because an approved version may be released automatically, to all users.
      if (percentage !== undefined && percentage < 100) await rollout.plan(versionId);
      else if (percentage === 100 || mayReplace.includes(versionId)) await rollout.unplan(versionId);
      const submissionId = await review.ensureSubmitted(versionId);
      return {
        submissionId,
        versionId,
        ...(buildNumber === undefined && { buildNumber: build.number }),
        ...(unlistedLocales.length > 0 && { unlistedLocales }),
        ...(refusedNotes.length > 0 && { refusedNotes }),
      };
    },

    ...rollout.actions,
  };
}
