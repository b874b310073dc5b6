// Files of a page, made with the deployment and bundled compressed beside the function's code (`documents` of a LambdaSpec), as
// replies of OPEN routes.
import { gunzipSync } from 'node:zlib';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { Reply } from './http-handler.ts';
import type { Visitor } from './request.ts';

/** Reads a file of the bundle. Throws ENOENT if it does not exist. */
export type ReadFile = (name: string) => Uint8Array;

type FileReply = Required<Pick<Reply, 'body' | 'headers'>>;

/** A file of which the bundle holds `<name>.br` and `<name>.gz`, in the encoding that the request accepts. */
export function encoded(name: string, { acceptEncoding }: Visitor, file: ReadFile): FileReply {
  const accepts = (encoding: string) =>
    new RegExp(`\\b${encoding}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(acceptEncoding);
  const vary = 'accept-encoding';
  if (accepts('br')) return { body: file(`${name}.br`), headers: { 'content-encoding': 'br', vary } };
  const zipped = file(`${name}.gz`);
  if (accepts('gzip')) return { body: zipped, headers: { 'content-encoding': 'gzip', vary } };
  return { body: gunzipSync(zipped), headers: { vary } };
}

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' } as const;
const NAME = /^[\w-]+\.(js|css|svg)$/;

/** A file whose name has a digest of its content, so that browsers keep it for ever. */
export function immutable(name: string, visitor: Visitor, file: ReadFile): FileReply {
  const type = NAME.exec(name)?.[1] as keyof typeof TYPES | undefined;
  if (type === undefined) throw baseErrors.not_found();
  const { body, headers } = found(() => encoded(name, visitor, file));
  return {
    body,
    headers: {
      ...headers,
      'content-type': TYPES[type],
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  };
}

function found<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw baseErrors.not_found();
    throw error;
  }
}
