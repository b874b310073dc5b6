// Answers the page that shows the OpenAPI document. The browser runs and loads nothing but files of this deployment.
import type { Ops } from '../deps.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The page's parts have their styles inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const getDocsPage: Ops['getDocsPage'] = async (_, { file }) => ({
  body: Buffer.from(file('docs.html')).toString('utf8'),
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-cache',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  },
});
