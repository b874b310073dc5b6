// Review submissions: a draft that collects items, is sent to App Review, and can be cancelled.
// https://developer.apple.com/documentation/appstoreconnectapi/review-submissions
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { type Caller, path } from '../_client/caller.ts';
import { codesOf } from './app-store-api.ts';
import {
  IN_REVIEW_STATES,
  itemsReply,
  legacySubmissionReply,
  OPEN_STATES,
  submissionReply,
  submissionsReply,
  UNDER_WAY_STATES,
} from './app-store-replies.ts';

const SUBMISSIONS = '/v1/reviewSubmissions';
const to = (type: string, id: string) => ({ data: { type, id } });

export function createAppStoreReview(api: Caller, { appId, platform }: ConfigOf<'APP_STORE'>) {
  async function list(states?: string) {
    const query = {
      'filter[app]': appId,
      'filter[platform]': platform,
      'filter[state]': states,
      include: 'appStoreVersionForReview',
      limit: 200,
    };
    return (await api.read(submissionsReply, { method: 'GET', path: SUBMISSIONS, query })).data;
  }
  type Submissions = Awaited<ReturnType<typeof list>>;

  async function hasItem(submissionId: string, versionId: string): Promise<boolean> {
    const query = { include: 'appStoreVersion', limit: 200 };
    const call = { method: 'GET', path: path`/v1/reviewSubmissions/${submissionId}/items`, query } as const;
    const { data: items } = await api.read(itemsReply, call);
    return items.some((item) => item.relationships?.appStoreVersion?.data?.id === versionId);
  }

  /** The submission that contains the version: an active one according to its items, otherwise an earlier one. */
  async function holderAmong(submissions: Submissions, versionId: string) {
    const named = submissions.filter(
      ({ relationships }) => relationships?.appStoreVersionForReview?.data?.id === versionId,
    );
    const isOpen = ({ attributes }: Submissions[number]) => attributes.state !== 'COMPLETE';
    const known = named.find(isOpen);
    if (known) return known;
    for (const one of submissions.filter(isOpen)) if (await hasItem(one.id, versionId)) return one;
    return named[0];
  }

  /** Active submissions are few; earlier ones are more than one page. */
  const holderOf = async (versionId: string) =>
    (await holderAmong(await list(UNDER_WAY_STATES.join(',')), versionId)) ?? holderAmong(await list(), versionId);
  const listOpen = () => list(OPEN_STATES.join(','));

  function ensureDraft(): Promise<string> {
    const data = {
      type: 'reviewSubmissions',
      attributes: { platform },
      relationships: { app: to('apps', appId) },
    };
    const call = { method: 'POST', path: SUBMISSIONS, body: { data } } as const;
    return api.ensure({
      find: async () => (await listOpen()).find(({ attributes }) => attributes.state === 'READY_FOR_REVIEW')?.id,
      make: async () => (await api.read(submissionReply, call)).data.id,
    });
  }

  /** The draft submission with the version, or the rejected one that contained it before. */
  const ensureHolder = (versionId: string): Promise<string> =>
    api.ensure({
      find: async () => (await holderAmong(await listOpen(), versionId))?.id,
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

  const patch = (id: string, attributes: object) =>
    ({
      method: 'PATCH',
      path: path`/v1/reviewSubmissions/${id}`,
      body: { data: { type: 'reviewSubmissions', id, attributes } },
    }) as const;

  /** Approved versions that wait for their release belong to a complete submission, which Apple does not cancel. */
  async function giveUp(versionId: string): Promise<boolean> {
    const call = path`/v1/appStoreVersions/${versionId}/appStoreVersionSubmission`;
    const legacy = (await api.find(legacySubmissionReply, { method: 'GET', path: call }))?.data;
    if (!legacy) return false;
    await api.send({ method: 'DELETE', path: path`/v1/appStoreVersionSubmissions/${legacy.id}` });
    return true;
  }

  return {
    holderOf,

    stateOf: async (versionId: string): Promise<string | undefined> => (await holderOf(versionId))?.attributes.state,

    /** Submits the version to App Review, unless it is submitted already. */
    async ensureSubmitted(versionId: string): Promise<string> {
      const submissionId = await ensureHolder(versionId);
      return api.ensure({
        find: async () => ((await listOpen()).some(({ id }) => id === submissionId) ? undefined : submissionId),
        make: async () => {
          await api.send(patch(submissionId, { submitted: true }));
          return submissionId;
        },
        mayExist: false,
      });
    },

    /**
     * Ends the review of the version, or its wait for release. True if Apple accepted the request, which takes a moment;
     * false if Apple does not allow it.
     */
    async takeBack(versionId: string): Promise<boolean> {
      const holder = await holderOf(versionId);
      const state = holder?.attributes.state ?? '';
      if (state === 'CANCELING') return true;
      if (holder && IN_REVIEW_STATES.includes(state)) {
        await api.send(patch(holder.id, { canceled: true }));
        return true;
      }
      if (holder && state === 'COMPLETE') {
        const isOver = (code: string) => code.startsWith('STATE_ERROR') || code.startsWith('ENTITY_ERROR');
        const reply = await api.send(patch(holder.id, { canceled: true }), (reply) => codesOf(reply).some(isOver));
        if (reply.status < 300) return true;
      }
      return giveUp(versionId);
    },
  };
}

export const takingBack = (version: string) =>
  integrationErrors.busy({ detail: `App Store Connect is taking ${version} back from review` });
