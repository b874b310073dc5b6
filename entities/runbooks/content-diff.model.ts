// The unified diff of two contents of a runbook. Pure.
import { createTwoFilesPatch } from 'diff';

/** Contents that differ in more lines are shown as replaced: the time for the shortest difference grows with its square. */
const MOST_EDITS = 2_000;

function replaced(before: string, after: string, [from, to]: readonly [string, string]): string {
  const [old, present] = [before.split('\n'), after.split('\n')];
  const head = [`--- ${from}`, `+++ ${to}`, `@@ -1,${old.length} +1,${present.length} @@`];
  return [...head, ...old.map((line) => `-${line}`), ...present.map((line) => `+${line}`), ''].join('\n');
}

/** Empty if both are the same; `names` stand in its head. */
export function patchOf(before: string, after: string, names: readonly [string, string]): string {
  if (before === after) return '';
  const options = { maxEditLength: MOST_EDITS };
  return createTwoFilesPatch(...names, before, after, undefined, undefined, options) ?? replaced(before, after, names);
}
