// The console's HTML document, the same for every address: its script reads the address. The browser runs, loads and
// asks nothing but this deployment.
import type { Reply } from '../../_kit/http/http-handler.ts';
import type { PageDeps } from './deps.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const consoleDocument = ({ file }: PageDeps): Reply => ({
  body: Buffer.from(file('console.html')).toString('utf8'),
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'cache-control': 'no-cache',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  },
});
