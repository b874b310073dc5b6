// Release notes over HTTP, and the decision whether a person may edit them. Pure.
import * as z from 'zod';
import { listOf, pageQuery } from '../../_base/list.ts';
import type { Changes } from '../../_base/table/table.ts';
import { prose } from '../../_base/text.ts';
import { actionsView } from '../../access/actions/action.model.ts';
import { releaseErrors } from '../errors.ts';
import { isOngoing, type TargetStatus } from '../lifecycle/status.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleaseTargetItem } from '../release-parts.entity.ts';
import type { ReleaseNotesItem } from './release-notes.entity.ts';

/** The locale of the generated notes, which go to the SCM release and the stores. */
export const DEFAULT_LOCALE = 'en-US';

function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** A BCP 47 tag in any case: `pt-br` is `pt-BR`. */
export const locale = z
  .string()
  .max(35)
  .refine((tag) => canonical(tag) !== undefined, { error: 'must be a BCP 47 locale such as en-US' })
  .transform((tag) => canonical(tag) ?? tag);

export const editReleaseNotesBody = z.lazy(() => z.strictObject({ text: prose(8000).trim().min(1) }));
export const listReleaseNotesQuery = z.strictObject(pageQuery);

export const releaseNotesView = z
  .lazy(() =>
    z.strictObject({
      locale: z.string(),
      text: z.string(),
      isEdited: z.boolean().describe('A person wrote them; the workflow does not change them'),
      notSentTo: z
        .array(z.string())
        .describe('Targets whose store has the version with earlier notes; the next submission sends these'),
      updatedBy: z.string(),
      updatedAt: z.string(),
      revision: z.number().int(),
      actions: actionsView(['editReleaseNotes', 'deleteReleaseNotes']),
    }),
  )
  .meta({ id: 'ReleaseNotes' });
export const releaseNotesListView = listOf(releaseNotesView);

const WITH_STORE: readonly TargetStatus[] = ['SUBMITTED', 'APPROVED', 'RELEASED'];

/** Targets submitted before `notesSentAt` existed got the notes of their submission. */
const isSent = ({ locale: tag, updatedAt }: ReleaseNotesItem, target: ReleaseTargetItem): boolean => {
  const { notesSentAt, submittedAt = '', refusedNotes = [] } = target;
  return refusedNotes.every((refused) => refused.locale !== tag) && updatedAt <= (notesSentAt ?? submittedAt);
};

/** The answer of a store to the notes. */
interface NotesAnswer {
  readonly keepsNotes?: true | undefined;
  readonly refusedNotes?: readonly { readonly locale: string; readonly reason: string }[] | undefined;
}

/** The changes of a target after a submission at `at`: the time of its notes, and the notes that the store refused. */
export function notesSent(
  at: string,
  texts: Readonly<Record<string, string>>,
  { keepsNotes, refusedNotes = [] }: NotesAnswer,
): Changes<ReleaseTargetItem> {
  if (keepsNotes) return {};
  const isRefused = (tag: string) => refusedNotes.some((refused) => refused.locale === tag);
  const areRefused = refusedNotes.length > 0 && Object.keys(texts).every(isRefused);
  return {
    ...(areRefused ? {} : { notesSentAt: at }),
    refusedNotes: refusedNotes.length > 0 ? [...refusedNotes] : undefined,
  };
}

export function viewNotes(notes: ReleaseNotesItem, targets: readonly ReleaseTargetItem[]) {
  const { locale: tag, text, isEdited, updatedBy, updatedAt, revision } = notes;
  // Stores get the notes of people; generated notes are for the page of the SCM.
  const told = isEdited ? targets : [];
  const lacking = told.filter(
    // An environment takes no notes.
    (target) =>
      target.environmentId === undefined && WITH_STORE.includes(target.targetStatus) && !isSent(notes, target),
  );
  const notSentTo = lacking.map(({ targetIntegrationId }) => targetIntegrationId);
  return { locale: tag, text, isEdited, notSentTo, updatedBy, updatedAt, revision };
}

/** Throws `release.field_locked` after the publication, and for a release that has ended. */
export function assertEditable({ status, tag }: ReleaseItem, path: 'text' | 'locale' = 'text'): void {
  if (isOngoing(status) && tag === undefined) return;
  const why = tag === undefined ? `A release in ${status} keeps its notes.` : 'The notes were published.';
  const message = 'may change until the release is published';
  throw releaseErrors.field_locked({
    detail: why,
    fields: [{ path, code: 'release.field_locked', message }],
  });
}
