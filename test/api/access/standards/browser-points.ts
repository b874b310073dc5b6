// The points of the chapter V3 of the ASVS 5.0 about cookies and forged requests, each with the test that covers it.
import type { Point } from './points.ts';

const CONSOLE = 'api/access/sign-ins/console-session.test.ts';
const COOKIE = 'unit/functions/_kit/accounts/console-session.test.ts';

export const BROWSER: readonly Point[] = [
  { id: '3.3.1', asks: 'Cookies are Secure', tests: [`${COOKIE} › at "%s" is %s`] },
  { id: '3.3.2', asks: 'Cookies have the SameSite that fits their purpose', tests: [`${COOKIE} › at "%s" is %s`] },
  {
    id: '3.3.3',
    asks: 'Cookies that are not shared with other hosts have the prefix __Host-',
    tests: [`${COOKIE} › is not read over https by the name that it has over http`],
  },
  {
    id: '3.3.4',
    asks: 'Session cookies are HttpOnly, and their value is sent by Set-Cookie alone',
    tests: [`${CONSOLE} › by %s is in a cookie alone`, 'e2e/console/console-session.test.ts › is in no answer'],
  },
  { id: '3.3.5', asks: 'Cookies have at most 4096 bytes', tests: [`${CONSOLE} › by %s is in a cookie alone`] },
  {
    id: '3.5.1',
    asks: 'Requests for sensitive functions are proved to come from the application',
    tests: [`${COOKIE} › with the site %s and the origin %s`, `${CONSOLE} › is not started by a sign-in from %s`],
  },
  {
    id: '3.5.2',
    asks: 'No request that needs no preflight reaches a sensitive function',
    tests: [
      `${COOKIE} › with the site %s and the origin %s`,
      'e2e/console/console-session.test.ts › %s is answered 403',
    ],
  },
  {
    id: '3.5.3',
    asks: 'Sensitive functions use methods that are not safe ones',
    tests: [`${COOKIE} › declares request.cross_site if it is a write`],
  },
];
