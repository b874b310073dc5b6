// Answers a script or style of the page.
import { immutable } from '../../_kit/http/static-file.ts';
import type { Ops } from '../deps.ts';

export const getDocsFile: Ops['getDocsFile'] = async ({ params, visitor }, { file }) =>
  immutable(params.file ?? '', visitor, file);
