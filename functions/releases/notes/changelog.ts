// The changelog of a release, generated from commits: as many whole lines as its place takes. A last line says how many are missing and
// links to all of them. Pure.
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ScmCommit } from '../../_adapters/adapter.ts';
import { changeLine } from './change-line.ts';

export interface Changes {
  /** Oldest first. */
  readonly commits: readonly ScmCommit[];
  /** True if the SCM may have older commits too. */
  readonly isCut: boolean;
  /** A sentence about a list that is not exactly the new commits. */
  readonly remark?: string;
  /** The page of the SCM that shows all commits. */
  readonly url: string;
}

export interface Place {
  /** Characters. */
  readonly limit: number;
  /** Escapes foreign text for the place. */
  readonly literal: (text: string) => string;
}

/** The line for the commits that do not fit. */
function restOf(left: number, { isCut, url }: Changes): string[] {
  if (left > 0) return [`- and ${isCut ? 'more than ' : ''}${left} more: ${url}`];
  return isCut ? [`- and earlier ones: ${url}`] : [];
}

/** As many lines as fit, and a line for the rest. */
function within(lines: readonly string[], room: number, changes: Changes): string[] {
  const all = [...lines, ...restOf(0, changes)];
  if (all.join('\n').length <= room) return all;
  const forRest = Math.max(...restOf(lines.length, changes).map((line) => line.length));
  let used = forRest;
  let count = 0;
  for (const line of lines) {
    if (used + line.length + 1 > room) break;
    used += line.length + 1;
    count += 1;
  }
  return [...lines.slice(0, count), ...restOf(lines.length - count, changes)];
}

export function writeChangelog(
  release: Pick<ReleaseItem, 'service' | 'version' | 'description'>,
  changes: Changes,
  { limit, literal }: Place,
): string {
  const lines = changes.commits.flatMap((commit) => changeLine(commit, literal) ?? []);
  const remark = changes.remark === undefined ? '' : `${literal(changes.remark)}\n\n`;
  const description = release.description === undefined ? '' : `${release.description}\n\n`;
  const head = `${description}## Changes in ${release.service} ${release.version}\n\n${remark}`;
  if (lines.length > 0) return head + within(lines, limit - head.length, changes).join('\n');
  return remark === '' ? `${head}- No commits since the previous version.` : head.trimEnd();
}
