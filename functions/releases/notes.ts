// The notes of a release in the default locale: a person's where there are such, and otherwise written from the commits and
// merged requests since the previous version. Used by every regression cycle, at submission and at publication.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { ReleaseItem } from '../../entities/releases/release.entity.ts';
import type { ReleaseNotesItem } from '../../entities/releases/release-notes.entity.ts';
import { DEFAULT_LOCALE } from '../../entities/releases/release-notes.model.ts';
import { shippedRef } from '../../entities/releases/shipped.model.ts';
import type { ScmClient, ScmCommit } from '../_adapters/adapter.ts';
import type { StoreNotes } from '../_adapters/store/store-client.ts';
import type { Caller } from '../_kit/commit.ts';
import { changeLine } from './change-line.ts';
import { auditOf, isoOf } from './deps.ts';
import type { TaskDeps } from './tasks/step.ts';

/** Notes are part of the release item; DynamoDB's limit is far, a reader's patience is not. */
const MAX_NOTES = 8000;

export function writeNotes(
  release: Pick<ReleaseItem, 'service' | 'version' | 'description'>,
  commits: readonly ScmCommit[],
) {
  const lines = commits.flatMap((commit) => changeLine(commit) ?? []);
  const changes = lines.length > 0 ? lines.join('\n') : '- No commits since the previous version.';
  const head = release.description === undefined ? '' : `${release.description}\n\n`;
  return `${head}## Changes in ${release.service} ${release.version}\n\n${changes}`.slice(0, MAX_NOTES);
}

/** Where the notes begin: at the tag that the previous version was given, however tags are called by now. */
export async function startOfNotes(scm: ScmClient, release: ReleaseItem, deps: TaskDeps): Promise<string | undefined> {
  const { tenantId, service, baseVersion, baseTag } = release;
  if (baseVersion === undefined) return baseTag;
  const released = await deps.releaseList.released(tenantId as TenantId, service);
  const previous = released.find(({ version }) => version === baseVersion);
  return previous?.tag ?? baseTag ?? scm.tagOf({ service, version: baseVersion });
}

/** The commits up to `head` that are new in this release; all recent ones when the previous version was never tagged here. */
async function newCommits(scm: ScmClient, release: ReleaseItem, head: string, deps: TaskDeps) {
  try {
    const base = await startOfNotes(scm, release, deps);
    if (base !== undefined) return await scm.commitsBetween({ base, head });
  } catch (error) {
    if ((error as Error).name !== 'integration.refused') throw error;
  }
  return scm.commitsBetween({ head, limit: 50 });
}

const addressOf = ({ tenantId, releaseId }: ReleaseItem) => ({ tenantId, releaseId, locale: DEFAULT_LOCALE });

export interface DefaultNotes {
  readonly text: string;
  /** To be written with the change that uses the text; undefined when what there is stays. */
  readonly generated: ReleaseNotesItem | undefined;
}

/** The notes of what leads to `head`: a person's, or generated anew, because commits may have come since. */
export async function currentNotes(
  release: ReleaseItem,
  head: string,
  scm: ScmClient,
  caller: Caller,
  deps: TaskDeps,
): Promise<DefaultNotes> {
  const address = addressOf(release);
  const stored = await deps.notes.find(address);
  if (stored?.isEdited) return { text: stored.text, generated: undefined };
  const text = writeNotes(release, await newCommits(scm, release, head, deps));
  if (stored?.text === text) return { text, generated: undefined };
  const written = { text, isEdited: false, updatedBy: caller.actor.id };
  return { text, generated: deps.notes.next(address, stored, written, isoOf(caller.at)) };
}

/** The notes for a store, in every locale there are; in the default one, generated ones if need be, kept for people to edit. */
export async function notesForStore(release: ReleaseItem, caller: Caller, deps: TaskDeps): Promise<StoreNotes> {
  const stored = await deps.notes.all(release.tenantId, release.releaseId);
  const texts = Object.fromEntries(stored.map(({ locale, text }) => [locale, text]));
  const main = texts[DEFAULT_LOCALE] ?? (await defaultText(release, caller, deps));
  return { texts: { ...texts, [DEFAULT_LOCALE]: main }, mainLocale: DEFAULT_LOCALE };
}

async function defaultText(release: ReleaseItem, caller: Caller, deps: TaskDeps): Promise<string> {
  const stored = await deps.notes.find(addressOf(release));
  if (stored) return stored.text;
  const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
  const { text, generated } = await currentNotes(release, shippedRef(release), scm, caller, deps);
  if (generated) {
    const audit = auditOf(release, 'release.notes_generated', { locale: DEFAULT_LOCALE });
    const writes = [deps.notes.put(generated), deps.releases.unchanged(release)];
    await deps.commit(caller, { writes, events: [], audit });
  }
  return text;
}
