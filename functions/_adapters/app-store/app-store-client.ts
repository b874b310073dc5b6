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

/** Apple takes some minutes to process an upload. */
const PROCESSING_SECONDS = 60;
/** Apple's limit for "What's New". */
const NOTES_LENGTH = 4000;

export function createAppStoreClient(context: ClientContext<'APP_STORE'>): StoreClient {
  const api = createAppStoreCaller(context);
  const { appId, platform } = context.config;
  const ofApp = { 'filter[app]': appId, 'filter[platform]': platform };
  const to = (type: string, id: string) => ({ data: { type, id } });

  async function findOrCreateVersion(versionString: string) {
    const query = { 'filter[versionString]': versionString, 'filter[platform]': platform, limit: 1 };
    const list = { method: 'GET', path: path`/v1/apps/${appId}/appStoreVersions`, query } as const;
    const [existing] = (await api.read(versionsReply, list)).data;
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
    await api.send({ method: 'PATCH', path: relationship, body: to('builds', buildId) });
  }

  /** Fills "What's New" where nobody wrote it yet. */
  async function writeNotes(versionId: string, notes: string): Promise<void> {
    if (notes.trim() === '') return;
    const list = path`/v1/appStoreVersions/${versionId}/appStoreVersionLocalizations`;
    const { data: localizations } = await api.read(localizationsReply, { method: 'GET', path: list });
    for (const { id } of localizations.filter(({ attributes }) => !attributes.whatsNew)) {
      const data = {
        type: 'appStoreVersionLocalizations',
        id,
        attributes: { whatsNew: notes.slice(0, NOTES_LENGTH) },
      };
      // 409: an app's first version has no "What's New". Where Apple wants it, submitting says so.
      await api.send({ method: 'PATCH', path: path`/v1/appStoreVersionLocalizations/${id}`, body: { data } }, [409]);
    }
  }

  async function openSubmission(): Promise<string> {
    const query = { ...ofApp, 'filter[state]': OPEN_STATES.join(','), limit: 1 };
    const [open] = (await api.read(submissionsReply, { method: 'GET', path: '/v1/reviewSubmissions', query })).data;
    if (open) return open.id;
    const data = { type: 'reviewSubmissions', attributes: { platform }, relationships: { app: to('apps', appId) } };
    return (await api.read(submissionReply, { method: 'POST', path: '/v1/reviewSubmissions', body: { data } })).data.id;
  }

  async function addItem(submissionId: string, versionId: string): Promise<void> {
    const query = { include: 'appStoreVersion', limit: 200 };
    const list = { method: 'GET', path: path`/v1/reviewSubmissions/${submissionId}/items`, query } as const;
    const { data: items } = await api.read(itemsReply, list);
    if (items.some((item) => item.relationships?.appStoreVersion?.data?.id === versionId)) return;
    const data = {
      type: 'reviewSubmissionItems',
      relationships: {
        reviewSubmission: to('reviewSubmissions', submissionId),
        appStoreVersion: to('appStoreVersions', versionId),
      },
    };
    await api.send({ method: 'POST', path: '/v1/reviewSubmissionItems', body: { data } });
  }

  /** The submission that holds a version which has left our hands. */
  async function submissionOf(versionId: string): Promise<string> {
    const query = { ...ofApp, include: 'appStoreVersionForReview', limit: 200 };
    const { data } = await api.read(submissionsReply, { method: 'GET', path: '/v1/reviewSubmissions', query });
    const own = data.find(({ relationships }) => relationships?.appStoreVersionForReview?.data?.id === versionId);
    // Submitted by hand long ago, or by the API that preceded review submissions: the version stands for it.
    return own?.id ?? `appStoreVersions/${versionId}`;
  }

  return {
    async verify() {
      const { data } = await api.read(appReply, { method: 'GET', path: path`/v1/apps/${appId}` });
      return `Can read ${data.attributes.name} (${data.attributes.bundleId})`;
    },

    async submit({ version, buildNumber, notes }) {
      const { id: versionId, attributes } = await findOrCreateVersion(version);
      if (!EDITABLE_STATES.includes(attributes.appVersionState)) return { submissionId: await submissionOf(versionId) };
      await attachBuild(versionId, await findBuild(version, buildNumber));
      await writeNotes(versionId, notes);
      const submissionId = await openSubmission();
      await addItem(submissionId, versionId);
      const data = { type: 'reviewSubmissions', id: submissionId, attributes: { submitted: true } };
      await api.send({ method: 'PATCH', path: path`/v1/reviewSubmissions/${submissionId}`, body: { data } });
      return { submissionId };
    },
  };
}
