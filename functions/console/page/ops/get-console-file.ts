// Answers a script or style of the console.
import { immutable } from '../../../_kit/http/static-file.ts';
import type { Ops } from '../deps.ts';

export const getConsoleFile: Ops['getConsoleFile'] = async ({ params, visitor }, { file }) =>
  immutable(params.file ?? '', visitor, file);
