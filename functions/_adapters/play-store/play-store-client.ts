// PLAY_STORE: puts a version on a track, in one edit that takes effect at its commit. The track is read first, inside the
// edit: a build that is on it already is answered, with other notes if we gave it those, and an earlier build of the version
// makes room. An edit whose commit was not answered is left, and the next one looks.
// https://developers.google.com/android-publisher/edits
import * as z from 'zod';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { ClientContext, StoreClient, StoreNotes, StoreSubmission } from '../adapter.ts';
import { path } from '../caller.ts';
import { cutTo, mainText, notesIn, unlisted } from '../store-notes.ts';
import { createPlayCaller } from './play-store-api.ts';
import { editReply, type PlayRelease, trackReply } from './play-store-replies.ts';
import { createPlayRollout, fractionOf } from './play-store-rollout.ts';

const bundlesReply = z.object({ bundles: z.array(z.object({ versionCode: z.number() })).optional() });
/** The languages that the app has a store listing in; notes in any other fail the whole edit at its commit. */
const listingsReply = z.object({ listings: z.array(z.object({ language: z.string() })).optional() });
const detailsReply = z.object({ defaultLanguage: z.string().optional() });

/** Google's limit for the notes of one language. */
const NOTES_LENGTH = 500;

export function createPlayStoreClient(context: ClientContext<'PLAY_STORE'>): StoreClient {
  const api = createPlayCaller(context);
  const { packageName, track } = context.config;
  const root = path`/androidpublisher/v3/applications/${packageName}/edits`;

  async function openEdit() {
    const { id } = await api.read(editReply, { method: 'POST', path: root, body: {}, isRepeatable: true });
    const edit = root + path`/${id}`;
    const state = await api.read(trackReply, { method: 'GET', path: edit + path`/tracks/${track}` });
    return { edit, releases: state.releases ?? [] };
  }

  /** Left open, an edit would lapse by itself; it is tidier to end it, and worth one attempt. */
  const dropEdit = (edit: string) =>
    api.send({ method: 'DELETE', path: edit, isRepeatable: false }).catch(() => undefined);

  async function commit(edit: string, releases: readonly object[]): Promise<void> {
    const body = { track, releases };
    try {
      await api.read(trackReply, { method: 'PUT', path: edit + path`/tracks/${track}`, body });
      await api.read(editReply, { method: 'POST', path: `${edit}:commit` });
    } catch (error) {
      await dropEdit(edit);
      throw error;
    }
  }
  const rollout = createPlayRollout({ openEdit, dropEdit, commit, ensure: api.ensure });

  async function newestBundle(edit: string): Promise<string> {
    const { bundles = [] } = await api.read(bundlesReply, { method: 'GET', path: `${edit}/bundles` });
    if (bundles.length === 0) throw integrationErrors.refused({ detail: `${packageName} has no uploaded app bundle` });
    return String(Math.max(...bundles.map((bundle) => bundle.versionCode)));
  }

  /** Users of a language without notes of its own are shown those of the app's default one. */
  async function notesOf(edit: string, notes: StoreNotes) {
    if (unlisted(notes, []).length === 0) return { release: {}, unlistedLocales: [] };
    const details = await api.find(detailsReply, { method: 'GET', path: `${edit}/details` });
    const listed = await api.find(listingsReply, { method: 'GET', path: `${edit}/listings` });
    const byDefault = details?.defaultLanguage ?? 'en-US';
    const languages = [...new Set([byDefault, ...(listed?.listings ?? []).map(({ language }) => language)])];
    const releaseNotes = languages.flatMap((language) => {
      const text = notesIn(notes, language)?.text ?? (language === byDefault ? mainText(notes) : undefined);
      return text === undefined ? [] : [{ language, text: cutTo(text, NOTES_LENGTH) }];
    });
    const hasMain = notesIn(notes, byDefault) === undefined;
    const unlistedLocales = unlisted(notes, hasMain ? [...languages, notes.mainLocale] : languages);
    return { release: releaseNotes.length > 0 ? { releaseNotes } : {}, unlistedLocales };
  }

  return {
    isOneAtATime: true,

    async verify() {
      const { edit } = await openEdit();
      await dropEdit(edit);
      return `Can release ${packageName} to the track ${track}`;
    },

    async submit({ version, buildNumber, notes, percentage = 100, submittedBefore }) {
      rollout.check('ROLL_OUT', percentage);
      // Google names no submission; this is what makes one ours.
      const submission = {
        submissionId: `${packageName}/${track}/${version}`,
        ...(percentage < 100 && { percentage }),
      };
      const isThis = ({ name, versionCodes, status }: PlayRelease) =>
        status !== 'draft' && (buildNumber === undefined ? name === version : versionCodes?.includes(buildNumber));
      let opened: Awaited<ReturnType<typeof openEdit>> | undefined;
      const find = async () => {
        opened = await openEdit();
        const { edit, releases } = opened;
        const there = releases.find(isThis);
        if (!there) return undefined;
        // People name releases as they like, for example "1045 (1.5.0)"; one that does not name the version is another one.
        if (there.name !== undefined && !there.name.includes(version)) {
          await dropEdit(edit);
          const detail = `Version code ${buildNumber} is on the track ${track} already, in the release ${there.name}: Google takes each code once, so ${version} needs a build of its own`;
          throw integrationErrors.refused({ detail });
        }
        const told = await notesOf(edit, notes);
        const isTold = hasNotes(there, told.release);
        if (!isTold && submittedBefore !== undefined) return undefined;
        await dropEdit(edit);
        return { ...submission, ...(!isTold && { keepsNotes: true as const }) };
      };
      const make = async () => {
        const { edit, releases } = opened ?? (await openEdit());
        const there = releases.find(isThis);
        const versionCodes = there ? [] : [buildNumber ?? (await newestBundle(edit))];
        const told = await notesOf(edit, notes);
        const release = there ?? { name: version, versionCodes, ...fractionOf(percentage) };
        // Users outside a staged rollout keep the version that went to all before.
        const isBefore = ({ name, status }: PlayRelease) => status === 'completed' && name !== version;
        const staying = there ? (other: PlayRelease) => other !== there : isBefore;
        const others = there || percentage < 100 ? releases.filter(staying) : [];
        await commit(edit, [{ ...release, ...told.release }, ...others]);
        const { unlistedLocales } = told;
        return { ...submission, ...(unlistedLocales.length > 0 && { unlistedLocales }) };
      };
      return api.ensure<StoreSubmission>({ find, make });
    },

    ...rollout.actions,
  };
}

/** Whether a release has the notes that it is to be told, in whatever order; none to tell are those it has. */
function hasNotes({ releaseNotes = [] }: PlayRelease, told: Pick<PlayRelease, 'releaseNotes'>): boolean {
  if (told.releaseNotes === undefined) return true;
  const has = new Map(releaseNotes.map(({ language, text }) => [language, text]));
  return (
    told.releaseNotes.length === has.size && told.releaseNotes.every(({ language, text }) => has.get(language) === text)
  );
}
