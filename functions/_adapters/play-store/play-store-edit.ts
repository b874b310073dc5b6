// One edit of an app: opens it, reads the track, and commits it in the way that Google requires for the app.
// https://developers.google.com/android-publisher/edits
import type { ConfigOf } from '../../../entities/integrations/types/integration-types.ts';
import { type Caller, path } from '../_client/caller.ts';
import type { OutboundReply } from '../adapter.ts';
import { messageOf, reasonsOf } from './play-store-api.ts';
import { editReply, type PlayRelease, trackReply } from './play-store-replies.ts';

export interface OpenEdit {
  /** The path of the edit. */
  readonly edit: string;
  readonly releases: readonly PlayRelease[];
}

/** The step in the Play Console that is left to a person after a commit. */
export type Left = { readonly leftToDo?: string };

export const SEND_FOR_REVIEW =
  'Google Play holds the changes until a person sends them for review: Play Console, Publishing overview';
const RELEASE_DRAFT =
  'The app was never published, so Google Play made the release a draft: release it in the Play Console';

/** Google has no codes for these two errors; the message names the parameter. */
const says = (pattern: RegExp) => (reply: OutboundReply) => pattern.test(messageOf(reply) ?? '');
const isKeptFromReview = says(/changesNotSentForReview to true/i);
const isSentForReview = says(/changesNotSentForReview must not be set/i);

const isDraftApp = (reply: OutboundReply): boolean =>
  reasonsOf(reply).includes('rolloutNotPermittedOnDraftApp') ||
  /only releases with status draft may be created on draft app/i.test(messageOf(reply) ?? '');

export type PlayEdits = ReturnType<typeof createPlayEdits>;

export function createPlayEdits(api: Caller, config: ConfigOf<'PLAY_STORE'>) {
  const root = path`/androidpublisher/v3/applications/${config.packageName}/edits`;
  const trackOf = (edit: string) => edit + path`/tracks/${config.track}`;

  async function open(): Promise<OpenEdit> {
    const { id } = await api.read(editReply, { method: 'POST', path: root, body: {}, isRepeatable: true });
    const edit = root + path`/${id}`;
    const state = await api.read(trackReply, { method: 'GET', path: trackOf(edit) });
    return { edit, releases: state.releases ?? [] };
  }

  /** An open edit expires automatically, so ending it gets only one attempt. */
  const drop = (edit: string) => api.send({ method: 'DELETE', path: edit, isRepeatable: false }).catch(() => undefined);

  const put = (edit: string, releases: readonly object[], alsoFine: (reply: OutboundReply) => boolean) =>
    api.send({ method: 'PUT', path: trackOf(edit), body: { track: config.track, releases } }, alsoFine);

  const send = (edit: string, isKept: boolean, alsoFine: (reply: OutboundReply) => boolean) => {
    const query = isKept ? { changesNotSentForReview: 'true' } : {};
    return api.send({ method: 'POST', path: `${edit}:commit`, query }, alsoFine);
  };

  /** Commits. Unless the integration configures the way, tries the other way if Google refuses the first for this app. */
  async function commitAs(edit: string, releases: readonly object[], onDraftApp: boolean): Promise<Left | undefined> {
    const wanted = config.changesNotSentForReview;
    const isFirst = wanted ?? false;
    const isOther = wanted === undefined ? isKeptFromReview : wanted ? isSentForReview : () => false;
    const mayBeDraft = (reply: OutboundReply) => onDraftApp && isDraftApp(reply);
    if ((await put(edit, releases, mayBeDraft)).status >= 300) return undefined;
    const reply = await send(edit, isFirst, (failure) => isOther(failure) || mayBeDraft(failure));
    if (mayBeDraft(reply)) return undefined;
    const isKept = reply.status < 300 ? isFirst : !isFirst;
    if (reply.status >= 300) await send(edit, isKept, () => false);
    return isKept ? { leftToDo: SEND_FOR_REVIEW } : {};
  }

  /**
   * Replaces the releases of the track and always ends the edit. `asDraft` are the releases for an app that accepts only
   * drafts.
   */
  async function commit(edit: string, releases: readonly object[], asDraft?: readonly object[]): Promise<Left> {
    try {
      const isSure = asDraft !== undefined && config.isDraftApp === true;
      const mayFallBack = asDraft !== undefined && config.isDraftApp === undefined;
      const left = isSure ? undefined : await commitAs(edit, releases, mayFallBack);
      if (left) return left;
      const { leftToDo = '' } = (await commitAs(edit, asDraft ?? releases, false)) ?? {};
      return { leftToDo: [RELEASE_DRAFT, leftToDo].filter(Boolean).join('. ') };
    } catch (error) {
      await drop(edit);
      throw error;
    }
  }

  return { open, drop, commit };
}
