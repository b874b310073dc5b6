// APP_STORE: brings a version with its build to App Review. Six steps, each of which looks whether it is done already, so
// that a repeated call carries on where the last one ended; a newer build takes the place of one in review.
// https://developer.apple.com/documentation/appstoreconnectapi/review-submissions
import type * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ClientContext, StoreClient } from '../adapter.ts';
import { path } from '../caller.ts';
import { createAppStoreCaller } from './app-store-api.ts';
import { createAppStoreNotes } from './app-store-notes.ts';
import {
  appReply,
  attachedBuildReply,
  buildsReply,
  EDITABLE_STATES,
  IN_REVIEW_STATES,
  itemsReply,
  OPEN_STATES,
  submissionReply,
  submissionsReply,
  versionReply,
  versionsReply,
} from './app-store-replies.ts';
import { createAppStoreRollout } from './app-store-rollout.ts';

type Version = z.output<typeof versionReply>['data'];

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
  const whatsNew = createAppStoreNotes(api, appId);
  const rollout = createAppStoreRollout(api, { findVersion, reviewStateOf });

  function ensureVersion(versionString: string) {
    const data = {
      type: 'appStoreVersions',
      attributes: { platform, versionString },
      relationships: { app: to('apps', appId) },
    };
    const call = { method: 'POST', path: '/v1/appStoreVersions', body: { data } } as const;
    const make = async () => (await api.read(versionReply, call)).data;
    return api.ensure({ find: () => findVersion(versionString), make });
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
      throw integrationErrors.busy({ detail });
    }
    throw integrationErrors.refused({ detail: `App Store Connect has no valid build ${wanted}` });
  }

  async function hasBuild(versionId: string, buildId: string): Promise<boolean> {
    const call = { method: 'GET', path: path`/v1/appStoreVersions/${versionId}/build` } as const;
    return (await api.find(attachedBuildReply, call))?.data?.id === buildId;
  }

  async function attachBuild(versionId: string, buildId: string): Promise<void> {
    if (await hasBuild(versionId, buildId)) return;
    const relationship = path`/v1/appStoreVersions/${versionId}/relationships/build`;
    await api.send({ method: 'PATCH', path: relationship, body: to('builds', buildId), isRepeatable: true });
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

  /** The one of these submissions that holds the version: one under way, whose items say so too, or else an earlier one. */
  async function holderOf(submissions: Awaited<ReturnType<typeof listSubmissions>>, versionId: string) {
    const named = submissions.filter(
      ({ relationships }) => relationships?.appStoreVersionForReview?.data?.id === versionId,
    );
    const isOpen = ({ attributes }: (typeof submissions)[number]) => attributes.state !== 'COMPLETE';
    const known = named.find(isOpen);
    if (known) return known.id;
    for (const { id } of submissions.filter(isOpen)) if (await hasItem(id, versionId)) return id;
    return named[0]?.id;
  }

  async function reviewStateOf(versionId: string): Promise<string | undefined> {
    const submissions = await listSubmissions();
    const holder = await holderOf(submissions, versionId);
    return submissions.find(({ id }) => id === holder)?.attributes.state;
  }

  const listOpen = () => listSubmissions(OPEN_STATES.join(','));

  /** The draft submission with the version in it, or the rejected one that held it before. */
  const ensureSubmission = (versionId: string): Promise<string> =>
    api.ensure({
      find: async () => holderOf(await listOpen(), versionId),
      make: async () => {
        const submissionId = await ensureDraft();
        const data = {
          type: 'reviewSubmissionItems',
          relationships: {
            reviewSubmission: to('reviewSubmissions', submissionId),
            appStoreVersion: to('appStoreVersions', versionId),
          },
        };
        await api.send({ method: 'POST', path: '/v1/reviewSubmissionItems', body: { data } });
        return submissionId;
      },
    });

  function ensureDraft(): Promise<string> {
    const data = { type: 'reviewSubmissions', attributes: { platform }, relationships: { app: to('apps', appId) } };
    const call = { method: 'POST', path: '/v1/reviewSubmissions', body: { data } } as const;
    return api.ensure({
      find: async () => (await listOpen()).find(({ attributes }) => attributes.state === 'READY_FOR_REVIEW')?.id,
      make: async () => (await api.read(submissionReply, call)).data.id,
    });
  }

  /** Hands the submission to App Review, unless it is there. */
  function ensureSubmitted(submissionId: string): Promise<string> {
    const data = { type: 'reviewSubmissions', id: submissionId, attributes: { submitted: true } };
    return api.ensure({
      find: async () => ((await listOpen()).some(({ id }) => id === submissionId) ? undefined : submissionId),
      make: async () => {
        await api.send({ method: 'PATCH', path: path`/v1/reviewSubmissions/${submissionId}`, body: { data } });
        return submissionId;
      },
      mayExist: false,
    });
  }

  /** Ends the review of an earlier build; the version can be changed a moment later. */
  async function takeBack(submissionId: string, state: string): Promise<never> {
    if (state !== 'CANCELING') {
      const data = { type: 'reviewSubmissions', id: submissionId, attributes: { canceled: true } };
      await api.send({ method: 'PATCH', path: path`/v1/reviewSubmissions/${submissionId}`, body: { data } });
    }
    const detail = 'App Store Connect is taking an earlier build back from review';
    throw integrationErrors.busy({ detail });
  }

  /** The submission of a version that cannot be changed any more; one of another build is taken back while that can be done. */
  async function existingSubmission(version: Version, buildNumber: string | undefined): Promise<string> {
    const { id: versionId, attributes } = version;
    const { versionString, appVersionState } = attributes;
    const submissions = await listSubmissions();
    const holder = await holderOf(submissions, versionId);
    const isThis =
      buildNumber === undefined || (await hasBuild(versionId, await findBuild(versionString, buildNumber)));
    // Completed long ago, or submitted through the API before review submissions: the version stands for it.
    if (isThis) return holder ?? `appStoreVersions/${versionId}`;
    const state = submissions.find(({ id }) => id === holder)?.attributes.state ?? '';
    if (holder !== undefined && IN_REVIEW_STATES.includes(state)) return takeBack(holder, state);
    const detail = `${versionString} is ${appVersionState} with another build: this one needs a new version`;
    throw integrationErrors.refused({ detail });
  }

  return {
    isOneAtATime: true,

    async verify() {
      const { data } = await api.read(appReply, { method: 'GET', path: path`/v1/apps/${appId}` });
      return `Can read ${data.attributes.name} (${data.attributes.bundleId})`;
    },

    async submit({ version, buildNumber, notes, percentage = 100 }) {
      rollout.check('ROLL_OUT', percentage);
      const found = await ensureVersion(version);
      const { id: versionId, attributes } = found;
      if (!EDITABLE_STATES.includes(attributes.appVersionState)) {
        return { submissionId: await existingSubmission(found, buildNumber), keepsNotes: true };
      }
      await attachBuild(versionId, await findBuild(version, buildNumber));
      const unlistedLocales = await whatsNew.write(versionId, notes);
      // Before the review, because a version that goes on sale by itself when approved would go to all.
      if (percentage < 100) await rollout.plan(versionId);
      const submissionId = await ensureSubmitted(await ensureSubmission(versionId));
      return { submissionId, ...(unlistedLocales.length > 0 && { unlistedLocales }) };
    },

    ...rollout.actions,
  };
}
