// Answers a script or style of the page. Its name has a digest of its content, so browsers keep it for ever.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { encoded, type Ops } from '../deps.ts';

const NAME = /^[\w-]+\.(js|css)$/;

export const getDocsFile: Ops['getDocsFile'] = async ({ params, visitor }, { file }) => {
  const name = params.file ?? '';
  const content = NAME.test(name) ? found(() => file(`${name}.br`)) : undefined;
  if (content === undefined) throw baseErrors.not_found();
  const { body, headers } = encoded(content, visitor.acceptEncoding);
  return {
    body,
    headers: {
      ...headers,
      'content-type': `text/${name.endsWith('.js') ? 'javascript' : 'css'}; charset=utf-8`,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  };
};

function found<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
