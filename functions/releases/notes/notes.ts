// The notes of a release in the default locale: a person's if they exist, otherwise generated from the commits since the previous
// version. Used by every regression cycle, at submission and at publication.
import { isDomainError } from '../../../entities/_base/errors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { shippedRef } from '../../../entities/releases/builds/shipped.model.ts';
import type { ReleaseNotesItem } from '../../../entities/releases/notes/release-notes.entity.ts';
import { DEFAULT_LOCALE } from '../../../entities/releases/notes/release-notes.model.ts';
import { defaultsBeside } from '../../../entities/releases/notes/store-sentence.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmClient } from '../../_adapters/adapter.ts';
import { literalMarkdown } from '../../_adapters/scm/markdown.ts';
import type { StoreNotes } from '../../_adapters/store/store-client.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf } from '../deps.ts';
import type { TaskDeps } from '../tasks/step.ts';
import { type Changes, type Place, writeChangelog } from './changelog.ts';
import { noteContents } from './contents.ts';

/** Far below DynamoDB's limit of an item; readers do not read more. */
const STORED: Place = { limit: 8000, literal: (text) => text };
/** GitHub takes 125,000 characters of a page, GitLab more. */
const PAGE: Place = { limit: 120_000, literal: literalMarkdown };
/** The most commits of which notes are generated. */
const MOST_COMMITS = 1000;
/** The number of commits in the notes if the end of the previous version is unknown. */
const LAST_COMMITS = 50;

/** The ref at which the notes begin: the stored tag of the previous version, as the tag format may have changed. */
export async function startOfNotes(scm: ScmClient, release: ReleaseItem, deps: TaskDeps): Promise<string | undefined> {
  const { tenantId, service, baseVersion, baseTag } = release;
  if (baseVersion === undefined) return baseTag;
  const released = await deps.releaseList.released(tenantId as TenantId, service);
  const previous = released.find(({ version }) => version === baseVersion);
  return previous?.tag ?? baseTag ?? scm.tagOf({ service, version: baseVersion });
}

/** All recent commits up to `head`. */
async function lastChanges(scm: ScmClient, head: string, remark?: string): Promise<Changes> {
  const commits = await scm.commitsBetween({ head, limit: LAST_COMMITS });
  const isCut = commits.length >= LAST_COMMITS;
  return { commits, isCut, url: scm.comparisonUrl({ head }), ...(remark === undefined ? {} : { remark }) };
}

/**
 * The commits up to `head` that are new in this release. A remark in the notes says if the tag of the previous version does not
 * exist, or if the SCM refuses the comparison. Throws any other failure.
 */
async function newChanges(scm: ScmClient, release: ReleaseItem, head: string, deps: TaskDeps): Promise<Changes> {
  const base = await startOfNotes(scm, release, deps);
  if (base === undefined) return lastChanges(scm, head);
  const url = scm.comparisonUrl({ base, head });
  try {
    const commits = await scm.commitsBetween({ base, head, limit: MOST_COMMITS });
    return { commits, isCut: commits.length >= MOST_COMMITS, url };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { code, message } = error;
    if (code === 'integration.ref_unknown') {
      return lastChanges(scm, head, `The repository has no ${base}, so that these are the last commits.`);
    }
    if (code !== 'integration.refused') throw error;
    const remark = `The commits since ${base} could not be listed (${message}). They are at ${url}`;
    return { commits: [], isCut: false, remark, url };
  }
}

const addressOf = ({ tenantId, releaseId }: ReleaseItem) => ({ tenantId, releaseId, locale: DEFAULT_LOCALE });

export interface DefaultNotes {
  readonly text: string;
  /** For the release page of the SCM: uncut, with foreign text escaped. */
  readonly page: string;
  /** The item to save with the change that uses the text; undefined if the stored notes stay. */
  readonly generated: ReleaseNotesItem | undefined;
}

/** The notes up to `head`: a person's, or generated again, as commits may have come since. */
export async function currentNotes(
  release: ReleaseItem,
  head: string,
  scm: ScmClient,
  caller: Caller,
  deps: TaskDeps,
): Promise<DefaultNotes> {
  const address = addressOf(release);
  const stored = await deps.notes.find(address);
  if (stored?.isEdited) return { text: stored.text, page: stored.text, generated: undefined };
  const changes = await newChanges(scm, release, head, deps);
  if (changes.remark === undefined) await noteContents(release, changes.commits, deps);
  const text = writeChangelog(release, changes, STORED);
  const page = writeChangelog(release, changes, PAGE);
  if (stored?.text === text) return { text, page, generated: undefined };
  const written = { text, isEdited: false, updatedBy: caller.actor.id };
  return { text, page, generated: deps.notes.next(address, stored, written, isoOf(caller.at)) };
}

/**
 * The notes for a store: the texts of people by locale, and default texts for the other locales. The changelog is for developers: of
 * all targets only an endpoint of the team's own (WEB) gets it, and an environment (SERVER) takes no notes.
 */
export async function notesForStore(
  release: ReleaseItem,
  targetIntegrationId: string,
  caller: Caller,
  deps: TaskDeps,
): Promise<StoreNotes> {
  const ref = { kind: 'TARGET', integrationId: targetIntegrationId } as const;
  const [stored, integrations] = await Promise.all([
    deps.notes.all(release.tenantId, release.releaseId),
    deps.integrations.getMany(release.tenantId as TenantId, [ref]),
  ]);
  const target = integrations.get(targetIntegrationId);
  const edited = stored.filter(({ isEdited }) => isEdited).map(({ locale, text }) => [locale, text] as const);
  const texts: Record<string, string> = Object.fromEntries(edited);
  if (target?.type === 'SERVER') return { texts: {}, mainLocale: DEFAULT_LOCALE };
  if (target?.type === 'WEB') {
    const main = texts[DEFAULT_LOCALE] ?? (await defaultText(release, caller, deps));
    return { texts: { ...texts, [DEFAULT_LOCALE]: main }, mainLocale: DEFAULT_LOCALE };
  }
  const { defaultNotes } = (target?.config ?? {}) as { defaultNotes?: Record<string, string> };
  return { texts, defaults: defaultsBeside(texts, DEFAULT_LOCALE, defaultNotes), mainLocale: DEFAULT_LOCALE };
}

async function defaultText(release: ReleaseItem, caller: Caller, deps: TaskDeps): Promise<string> {
  const stored = await deps.notes.find(addressOf(release));
  if (stored) return stored.text;
  const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
  const { text, generated } = await currentNotes(release, shippedRef(release), scm, caller, deps);
  if (generated) {
    const audit = auditOf(release, 'release.notes_generated', { locale: DEFAULT_LOCALE });
    const writes = [deps.notes.put(generated), deps.releases.unchanged(release)];
    await deps.save(caller, { writes, events: [], audit });
  }
  return text;
}
