// Directories of a run of tests. They are removed after the run, not after a file: a worker loads this module once for all its files.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A directory that is deleted after the run. */
    readonly scratch: string;
  }
}

/** Makes a new directory, whose name begins with `name`. */
export const temporaryDirectory = (name = 'directory'): string => mkdtempSync(join(inject('scratch'), `${name}-`));
