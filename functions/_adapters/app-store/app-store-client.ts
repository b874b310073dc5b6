// APP_STORE: brings a version with its build to App Review. Six steps, each of which looks whether it is done already, so
// that a repeated call carries on where the last one ended. Uploading the build is the pipeline's work.
// https://developer.apple.com/documentation/appstoreconnectapi/review-submissions
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ClientContext, StoreClient } from '../adapter.ts';
import { path } from '../caller.ts';
import { createAppStoreCaller } from './app-store-api.ts';
import {
  appReply,
  attachedBuildReply,
  buildsReply,
  EDITABLE_STATES,
  itemsReply,
  localizationsReply,
  OPEN_STATES,
  submissionReply,
  submissionsReply,
  versionReply,
  versionsReply,
} from './app-store-replies.ts';
import { createAppStoreRollout } from './app-store-rollout.ts';

/** Apple takes some minutes to process an upload. */
const PROCESSING_SECONDS = 60;
/** Apple's limit for "What's New". */
const NOTES_LENGTH = 4000;

export function createAppStoreClient(context: ClientContext<'APP_STORE'>): StoreClient {
  const api = createAppStoreCaller(context);
  const { appId, platform } = context.config;
  const ofApp = { 'filter[app]': appId, 'filter[platform]': platform };
  const to = (type: string, id: string) => ({ data: { type, id } });

  async function findVersion(versionString: string) {
    const query = { 'filter[versionString]': versionString, 'filter[platform]': platform, limit: 1 };
    const list = { method: 'GET', path: path`/v1/apps/${appId}/appStoreVersions`, query } as const;
    return (await api.read(versionsReply, list)).data[0];
  }
  const rollout = createAppStoreRollout(api, { findVersion, reviewStateOf });

  async function findOrCreateVersion(versionString: string) {
    const existing = await findVersion(versionString);
    if (existing) return existing;
    const data = {
      type: 'appStoreVersions',
      attributes: { platform, versionString },
      relationships: { app: to('apps', appId) },
    };
    return (await api.read(versionReply, { method: 'POST', path: '/v1/appStoreVersions', body: { data } })).data;
  }

  /** The newest processed build of the version, or the one of that number. */
  async function findBuild(version: string, buildNumber: string | undefined): Promise<string> {
    const query = {
      'filter[app]': appId,
      'filter[preReleaseVersion.version]': version,
      'filter[preReleaseVersion.platform]': platform,
      'filter[version]': buildNumber,
      'filter[expired]': 'false',
      sort: '-uploadedDate',
      limit: 50,
    };
    const { data: builds } = await api.read(buildsReply, { method: 'GET', path: '/v1/builds', query });
    const valid = builds.find((build) => build.attributes.processingState === 'VALID');
    if (valid) return valid.id;
    const wanted = buildNumber === undefined ? `of ${version}` : `${buildNumber} of ${version}`;
    if (builds.some((build) => build.attributes.processingState === 'PROCESSING')) {
      const detail = `App Store Connect is still processing the build ${wanted}`;
      throw integrationErrors.unavailable({ detail, retryAfterSeconds: PROCESSING_SECONDS });
    }
    throw integrationErrors.refused({ detail: `App Store Connect has no valid build ${wanted}` });
  }

  async function attachBuild(versionId: string, buildId: string): Promise<void> {
    const attached = await api.find(attachedBuildReply, {
      method: 'GET',
      path: path`/v1/appStoreVersions/${versionId}/build`,
    });
    if (attached?.data?.id === buildId) return;
    const relationship = path`/v1/appStoreVersions/${versionId}/relationships/build`;
    await api.send({ method: 'PATCH', path: relationship, body: to('builds', buildId), isRepeatable: true });
  }

  /** Fills "What's New" where nobody wrote it yet. */
  async function writeNotes(versionId: string, notes: string): Promise<void> {
    if (notes.trim() === '') return;
    const list = path`/v1/appStoreVersions/${versionId}/appStoreVersionLocalizations`;
    const found = await api.find(localizationsReply, { method: 'GET', path: list });
    for (const { id } of (found?.data ?? []).filter(({ attributes }) => !attributes.whatsNew)) {
      const data = {
        type: 'appStoreVersionLocalizations',
        id,
        attributes: { whatsNew: notes.slice(0, NOTES_LENGTH) },
      };
      // 409: an app's first version has no "What's New". Where Apple wants it, submitting says so.
      const write = { path: path`/v1/appStoreVersionLocalizations/${id}`, body: { data }, isRepeatable: true } as const;
      await api.send({ method: 'PATCH', ...write }, [409]);
    }
  }

  async function listSubmissions(states?: string) {
    const query = { ...ofApp, 'filter[state]': states, include: 'appStoreVersionForReview', limit: 200 };
    return (await api.read(submissionsReply, { method: 'GET', path: '/v1/reviewSubmissions', query })).data;
  }

  async function hasItem(submissionId: string, versionId: string): Promise<boolean> {
    const query = { include: 'appStoreVersion', limit: 200 };
    const list = { method: 'GET', path: path`/v1/reviewSubmissions/${submissionId}/items`, query } as const;
    const { data: items } = await api.read(itemsReply, list);
    return items.some((item) => item.relationships?.appStoreVersion?.data?.id === versionId);
  }

  /** The one of these submissions that holds the version; while one is under way, its items say so too. */
  async function holderOf(submissions: Awaited<ReturnType<typeof listSubmissions>>, versionId: string) {
    const named = submissions.find(
      ({ relationships }) => relationships?.appStoreVersionForReview?.data?.id === versionId,
    );
    if (named) return named.id;
    for (const { id, attributes } of submissions) {
      if (attributes.state !== 'COMPLETE' && (await hasItem(id, versionId))) return id;
    }
    return undefined;
  }

  async function reviewStateOf(versionId: string): Promise<string | undefined> {
    const submissions = await listSubmissions();
    const holder = await holderOf(submissions, versionId);
    return submissions.find(({ id }) => id === holder)?.attributes.state;
  }

  /** The draft submission with the version in it, or the rejected one that held it before. */
  async function findOrCreateSubmission(versionId: string): Promise<string> {
    const open = await listSubmissions(OPEN_STATES.join(','));
    const holder = await holderOf(open, versionId);
    if (holder) return holder;
    const draft = open.find(({ attributes }) => attributes.state === 'READY_FOR_REVIEW');
    const submissionId = draft?.id ?? (await createSubmission());
    const data = {
      type: 'reviewSubmissionItems',
      relationships: {
        reviewSubmission: to('reviewSubmissions', submissionId),
        appStoreVersion: to('appStoreVersions', versionId),
      },
    };
    await api.send({ method: 'POST', path: '/v1/reviewSubmissionItems', body: { data } });
    return submissionId;
  }

  async function createSubmission(): Promise<string> {
    const data = { type: 'reviewSubmissions', attributes: { platform }, relationships: { app: to('apps', appId) } };
    return (await api.read(submissionReply, { method: 'POST', path: '/v1/reviewSubmissions', body: { data } })).data.id;
  }

  return {
    async verify() {
      const { data } = await api.read(appReply, { method: 'GET', path: path`/v1/apps/${appId}` });
      return `Can read ${data.attributes.name} (${data.attributes.bundleId})`;
    },

    async submit({ version, buildNumber, notes, percentage = 100 }) {
      rollout.check('ROLL_OUT', percentage);
      const { id: versionId, attributes } = await findOrCreateVersion(version);
      if (!EDITABLE_STATES.includes(attributes.appVersionState)) {
        const holder = await holderOf(await listSubmissions(), versionId);
        // Completed long ago, or submitted through the API before review submissions: the version stands for it.
        return { submissionId: holder ?? `appStoreVersions/${versionId}` };
      }
      await attachBuild(versionId, await findBuild(version, buildNumber));
      await writeNotes(versionId, notes);
      // Before the review, because a version that goes on sale by itself when approved would go to all.
      if (percentage < 100) await rollout.plan(versionId);
      const submissionId = await findOrCreateSubmission(versionId);
      const data = { type: 'reviewSubmissions', id: submissionId, attributes: { submitted: true } };
      await api.send({ method: 'PATCH', path: path`/v1/reviewSubmissions/${submissionId}`, body: { data } });
      return { submissionId };
    },

    ...rollout.actions,
  };
}
