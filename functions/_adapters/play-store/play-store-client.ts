// PLAY_STORE: puts a version on a track in one edit, which takes effect at its commit. Reads the track first: answers a
// build that is on it already (updating our notes) and replaces an earlier build of the version. After a commit without an
// answer, the next edit looks. https://developers.google.com/android-publisher/edits
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import { releaseModeRefusal } from '../../../entities/integrations/types/store-rollout.model.ts';
import type { ClientContext } from '../adapter.ts';
import type { StoreClient, StoreSubmission } from '../store/store-client.ts';
import { createPlayCaller } from './play-store-api.ts';
import { createPlayEdits, type OpenEdit } from './play-store-edit.ts';
import { hasNotes, playNotesOf } from './play-store-notes.ts';
import type { PlayRelease } from './play-store-replies.ts';
import { createPlayReview } from './play-store-review.ts';
import { createPlayRollout } from './play-store-rollout.ts';
import {
  asCode,
  besides,
  codeOf,
  findRelease,
  fractionOf,
  isDraft,
  saysAnother,
  saysVersion,
  toStatus,
} from './play-store-track.ts';

const bundlesReply = z.object({ bundles: z.array(z.object({ versionCode: z.number() })).optional() });

const SEND_AGAIN =
  'Google Play has this build with these notes already: after a rejection, send it for review again in the Play Console, Publishing overview';

export function createPlayStoreClient(context: ClientContext<'PLAY_STORE'>): StoreClient {
  const api = createPlayCaller(context);
  const { packageName, track, inAppUpdatePriority: usualPriority } = context.config;
  const edits = createPlayEdits(api, context.config);
  const rollout = createPlayRollout(edits, createPlayReview(api, context.config), api.ensure);

  async function newestBundle(edit: string): Promise<string> {
    const { bundles = [] } = await api.read(bundlesReply, { method: 'GET', path: `${edit}/bundles` });
    if (bundles.length === 0) throw refused(`${packageName} has no uploaded app bundle`);
    return String(Math.max(...bundles.map((bundle) => bundle.versionCode)));
  }

  /** Throws if another version has the code: Google accepts each code once. */
  function assertOwn(release: PlayRelease | undefined, version: string, code: string, isNamed: boolean): void {
    if (!release || (isNamed ? !saysAnother(release.name, version) : isDraft(release))) return;
    throw refused(
      `Version code ${code} is on the track ${track} already, in the release ${release.name}: Google accepts each code once, so ${version} needs a build of its own`,
    );
  }

  return {
    isOneAtATime: true,

    async verify() {
      const { edit } = await edits.open();
      await edits.drop(edit);
      return `Can release ${packageName} to the track ${track}`;
    },

    async submit({ version, notes, percentage = 100, releaseMode = 'AUTOMATIC', ...more }) {
      const { inAppUpdatePriority = usualPriority, submittedBefore } = more;
      const buildNumber = asCode(more.buildNumber);
      rollout.check('ROLL_OUT', percentage);
      const refusal = releaseModeRefusal('PLAY_STORE', releaseMode);
      if (refusal !== undefined) throw refused(refusal);
      // Google has no submission ids; this id identifies ours.
      const submissionId = `${packageName}/${track}/${version}`;
      const submissionOf = (code: string | undefined, release: PlayRelease) => ({
        submissionId,
        ...(code !== undefined && { versionId: code, ...(buildNumber === undefined && { buildNumber: code }) }),
        ...(percentage < 100 && sharedBy(release)),
      });
      let opened: OpenEdit | undefined;

      const find = async (): Promise<StoreSubmission | undefined> => {
        opened = await edits.open();
        const { edit, releases } = opened;
        const there = findRelease(
          releases.filter((release) => !isDraft(release)),
          { version, buildNumber },
        );
        if (!there) return undefined;
        try {
          assertOwn(there, version, buildNumber ?? '', true);
          const told = await playNotesOf(api, edit, notes);
          const isTold = hasNotes(there, told.release);
          if (!isTold && submittedBefore !== undefined) return undefined;
          await edits.drop(edit);
          return {
            ...submissionOf(buildNumber ?? codeOf(there), there),
            ...(!isTold && { keepsNotes: true as const }),
            // Nothing was committed, so Google starts no new review.
            ...(submittedBefore !== undefined && { leftToDo: SEND_AGAIN }),
          };
        } catch (error) {
          await edits.drop(edit);
          throw error;
        }
      };

      const make = async (): Promise<StoreSubmission> => {
        const { edit, releases } = opened ?? (await edits.open());
        // Until the commit, a failure leaves the edit open; it expires.
        const planned = await plan(edit, releases).catch(async (error: unknown) => {
          await edits.drop(edit);
          throw error;
        });
        const { release, others, code, told } = planned;
        const { userFraction: _, ...whole } = release;
        const draft: PlayRelease = { ...whole, status: 'draft' };
        const left = await edits.commit(
          edit,
          [release, ...besides(release, others)],
          planned.isNew ? [draft, ...besides(draft, others)] : undefined,
        );
        const { unlistedLocales } = told;
        return {
          ...submissionOf(code, release),
          ...(unlistedLocales.length > 0 && { unlistedLocales }),
          ...left,
        };
      };

      async function plan(edit: string, releases: readonly PlayRelease[]) {
        const told = await playNotesOf(api, edit, notes);
        const out = releases.filter((one) => !isDraft(one));
        const there = findRelease(out, { version, buildNumber });
        if (there) {
          const others = releases.filter((other) => other !== there);
          const code = buildNumber ?? codeOf(there);
          return { release: { ...there, ...told.release }, others, code, told, isNew: false };
        }
        const code = buildNumber ?? (await newestBundle(edit));
        const holder = findRelease(releases, { version, versionId: code });
        assertOwn(holder, version, code, buildNumber !== undefined || (holder !== undefined && isDraft(holder)));
        const priority = inAppUpdatePriority === undefined ? {} : { inAppUpdatePriority };
        // A person's draft of this build, or of the version without a build, is released and keeps its countries.
        const draft = holder ?? releases.find((one) => isDraft(one) && !codeOf(one) && saysVersion(one.name, version));
        const base: PlayRelease = { name: version, ...draft, versionCodes: draft?.versionCodes ?? [code] };
        const release: PlayRelease = { ...base, ...fractionOf(percentage), ...priority, ...told.release };
        return { release, others: releases.filter((other) => other !== draft), code, told, isNew: true };
      }

      return api.ensure<StoreSubmission>({ find, make });
    },

    ...rollout.actions,
  };
}

/** The share of users that a staged release begins with, or is at: a person may have moved it meanwhile. */
const sharedBy = (release: PlayRelease): Pick<StoreSubmission, 'percentage'> => {
  const { percentage } = toStatus(release);
  return percentage === undefined ? {} : { percentage };
};

const refused = (detail: string) => integrationErrors.refused({ detail });
