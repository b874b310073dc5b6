// Folders: one that holds more than twelve loose files has concepts that want rooms of their own.
import { describe, expect, it } from 'vitest';
import { FOLDERS, filesOf } from './rules/source-tree.ts';

const MOST = 12;
/** Operations, consumers and tasks are a list by their names. */
const LISTS = /\/(?:ops|on|tasks)$/;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

describe('a folder', () => {
  it(`holds at most ${MOST} loose files`, () => {
    const counts = new Map<string, number>();
    for (const path of filesOf(`{${FOLDERS.join(',')}}/**/*.*`)) {
      counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
    }
    const full = [...counts].filter(([folder, count]) => count > MOST && !LISTS.test(folder));
    expect(full).toEqual([]);
  });
});
