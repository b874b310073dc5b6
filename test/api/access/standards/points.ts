// The points of the OWASP API Security Top 10 (2023) and of the chapters V6, V7 and V9 of the ASVS 5.0, each with the test that
// covers it or with the reason why none applies. standards.test.ts checks that the tests exist.

export interface Point {
  readonly id: string;
  readonly asks: string;
  /** `path › words of the test's name`, below test/. */
  readonly tests?: readonly string[];
  readonly because?: string;
}

const EVERY_ROUTE = 'api/access/every-route.test.ts › answers each kind of caller as its access says';
const APART = 'e2e/tenants/tenants-apart.test.ts › answer as a missing id does';
const CONSOLE = 'api/access/sign-ins/console-session.test.ts';
const NO_PAGE = 'the API has no page of its own; the console brings the forms';
const refuses = (what: string) => `api/access/passwords.test.ts › ${what}`;

export const API_TOP_10: readonly Point[] = [
  {
    id: 'API1',
    asks: 'Broken object level authorization',
    tests: [APART, 'api/access/tokens.test.ts › as for one that does not exist'],
  },
  {
    id: 'API2',
    asks: 'Broken authentication',
    tests: [
      'api/access/authorizer.test.ts › refuses %s',
      'api/access/sign-in.test.ts › has one answer for every refusal',
      'api/access/sign-in.test.ts › cannot be outrun by parallel attempts',
      `${CONSOLE} › by %s is in a cookie alone`,
    ],
  },
  {
    id: 'API3',
    asks: 'Broken object property level authorization',
    tests: [
      'api/access/tokens.test.ts › refuses %s',
      'unit/functions/_kit/http/reply.test.ts › sends of %s what the schema names',
    ],
  },
  {
    id: 'API4',
    asks: 'Unrestricted resource consumption',
    tests: [
      'unit/functions/access/authorizer/fair-share.test.ts › lets twice the rate through',
      'api/access/tokens.test.ts › makes at most fifty tokens',
      'api/access/passwords.test.ts › sends at most five valid links',
    ],
  },
  { id: 'API5', asks: 'Broken function level authorization', tests: [EVERY_ROUTE] },
  {
    id: 'API6',
    asks: 'Unrestricted access to sensitive business flows',
    tests: [
      'api/access/sign-in.test.ts › reaches an address that tries many names',
      'api/access/passwords.test.ts › delays many requests from one address',
    ],
  },
  {
    id: 'API7',
    asks: 'Server side request forgery',
    tests: ['unit/functions/_kit/outbound/outbound-address.test.ts › refuses a name that resolves to %s'],
  },
  {
    id: 'API8',
    asks: 'Security misconfiguration',
    tests: [
      'infra/permissions.test.ts › is clean by cdk-nag',
      'infra/conditions.test.ts › asks for the names of tenant and integration',
      `${CONSOLE} › %s is answered 403`,
    ],
  },
  {
    id: 'API9',
    asks: 'Improper inventory management',
    tests: ['api/access/get-me.test.ts › lists every operation but those of signed requests'],
  },
  {
    id: 'API10',
    asks: 'Unsafe consumption of APIs',
    tests: ['integration/failing-services.test.ts › when a write for it is redirected'],
  },
];

export const ASVS: readonly Point[] = [
  {
    id: '6.1.1',
    asks: 'Documented controls against credential stuffing and brute force, which cannot lock out a user',
    tests: ['api/access/sign-in.test.ts › whatever others do'],
  },
  { id: '6.1.2', asks: 'Documented list of context-specific words', tests: [refuses('refuses %s')] },
  { id: '6.2.1', asks: 'Passwords have at least 8 characters', tests: [refuses('refuses %s')] },
  { id: '6.2.2', asks: 'Users can change their password', tests: [refuses('changes it, ends all other sessions')] },
  { id: '6.2.3', asks: 'A change needs the present password', tests: [refuses('needs the present password')] },
  {
    id: '6.2.4',
    asks: 'New passwords are checked against the most common ones',
    tests: [refuses('refuses %s'), 'unit/infra/documents/password-list.test.ts › has ten thousand'],
  },
  { id: '6.2.5', asks: 'No rules about kinds of characters', tests: [refuses('accepts %s')] },
  { id: '6.2.6', asks: 'Password fields hide what is typed', because: NO_PAGE },
  { id: '6.2.7', asks: 'Paste and password managers are allowed', because: NO_PAGE },
  {
    id: '6.2.8',
    asks: 'The password is verified as received, without truncation',
    tests: ['api/access/sign-in.test.ts › a password of 64 characters of three bytes each'],
  },
  { id: '6.2.9', asks: 'Passwords of at least 64 characters are permitted', tests: [refuses('accepts %s')] },
  { id: '6.2.10', asks: 'No periodic change', because: 'passwords have no expiry: the entity has no such attribute' },
  { id: '6.2.11', asks: 'Context-specific words are refused', tests: [refuses('refuses %s')] },
  {
    id: '6.2.12',
    asks: 'Breached passwords are refused',
    tests: ['unit/infra/documents/password-list.test.ts › has ten thousand'],
  },
  {
    id: '6.3.1',
    asks: 'Controls against credential stuffing and brute force',
    tests: [
      'api/access/sign-in.test.ts › begins with the sixth attempt',
      'api/access/sign-in.test.ts › cannot be outrun by parallel attempts',
    ],
  },
  {
    id: '6.3.2',
    asks: 'No default accounts',
    tests: ['api/tenants/bootstrap-tenant.test.ts › stores no token, only its hash'],
  },
  {
    id: '6.3.3',
    asks: 'Multi-factor authentication',
    tests: ['api/access/sign-ins/passkeys.test.ts › follows the password of a user who has one'],
  },
  {
    id: '6.3.4',
    asks: 'All ways to sign in are documented and equally strong',
    tests: ['api/access/sign-ins/passkeys.test.ts › requires a passkey: the next sign-in'],
  },
  {
    id: '6.3.5',
    asks: 'Users are told of suspicious attempts',
    tests: ['api/access/sign-in.test.ts › leaves an audit entry and an event for a refusal'],
  },
  { id: '6.3.6', asks: 'Mail is not a factor', because: 'a mailed link only resets a password' },
  {
    id: '6.3.7',
    asks: 'Users are told of changes of their credentials',
    tests: [refuses('sets the password, ends all sessions, and tells the user by mail')],
  },
  {
    id: '6.3.8',
    asks: 'Valid users cannot be told from failed attempts',
    tests: [
      'api/access/sign-in.test.ts › has one answer for every refusal',
      'api/access/sign-in.test.ts › is that of one comparison',
      refuses('has one answer for known and unknown names'),
    ],
  },
  {
    id: '6.4.1',
    asks: 'Initial secrets are random, short-lived and used once',
    tests: ['api/people/invitations/accept-invitation.test.ts › is possible once, also for ten who try at once'],
  },
  { id: '6.4.2', asks: 'No hints and secret questions', because: 'there are none' },
  {
    id: '6.4.3',
    asks: 'A reset does not bypass a second factor',
    tests: ['api/access/sign-ins/passkeys.test.ts › follows the password of a user who has one'],
  },
  {
    id: '6.4.4',
    asks: 'A lost factor needs proof of identity',
    tests: ['api/access/sign-ins/passkeys.test.ts › lets an ADMIN help who lost the devices'],
  },
  {
    id: '6.4.5',
    asks: 'Renewal instructions for credentials that expire',
    because: 'lists show the end of each token',
  },
  {
    id: '6.4.6',
    asks: 'Administrators start a reset and do not choose the password',
    tests: [refuses('is the first password of a user who has none')],
  },
  { id: '6.5', asks: 'Requirements of factors', because: 'there are no one-time passwords or look-up secrets' },
  { id: '6.6', asks: 'Out-of-band authentication', because: 'there is none' },
  {
    id: '6.7',
    asks: 'Cryptographic authentication',
    tests: ['unit/functions/access/passkeys/webauthn.test.ts › does not sign in twice with one count'],
  },
  {
    id: '6.8',
    asks: 'Authentication with an identity provider',
    tests: [
      'integration/providers/openid.test.ts › answers no address that the provider did not confirm',
      'integration/providers/openid.test.ts › takes a code once',
    ],
  },
  {
    id: '7.1.1',
    asks: 'Documented end of idle and of old sessions',
    tests: ['api/access/authorizer.test.ts › accepts a session that is used for seven days'],
  },
  {
    id: '7.1.2',
    asks: 'Documented number of parallel sessions',
    because: 'unlimited and listed; one request ends them all',
  },
  {
    id: '7.1.3',
    asks: 'Documented coordination with an identity provider',
    because: 'a provider starts a session; it ends by our times alone',
  },
  { id: '7.2.1', asks: 'Session tokens are verified by the backend', tests: [EVERY_ROUTE] },
  {
    id: '7.2.2',
    asks: 'Sessions use tokens that are made for them',
    tests: ['api/access/authorizer.test.ts › knows a session'],
  },
  {
    id: '7.2.3',
    asks: 'Reference tokens have 128 bits of entropy',
    tests: ['api/access/sessions.test.ts › answers another token for the same session'],
  },
  {
    id: '7.2.4',
    asks: 'Authentication makes a new token and ends the present one',
    tests: [
      'api/access/sessions.test.ts › answers another token for the same session',
      refuses('changes it, ends all other sessions'),
    ],
  },
  { id: '7.3.1', asks: 'Sessions end when idle', tests: ['api/access/authorizer.test.ts › refuses %s'] },
  {
    id: '7.3.2',
    asks: 'Sessions end after a longest time',
    tests: ['api/access/sessions.test.ts › lasts no longer for it'],
  },
  {
    id: '7.4.1',
    asks: 'An ended session is not accepted',
    tests: ['api/access/sessions.test.ts › ends one session alone'],
  },
  {
    id: '7.4.2',
    asks: 'Sessions end when the account is disabled or deleted',
    tests: ['api/access/sessions.test.ts › has no valid session and no valid token (W9)'],
  },
  {
    id: '7.4.3',
    asks: 'A change of a factor ends all other sessions',
    tests: [refuses('changes it, ends all other sessions')],
  },
  { id: '7.4.4', asks: 'Every page has a way to sign out', because: NO_PAGE },
  {
    id: '7.4.5',
    asks: 'Administrators end the sessions of a user',
    tests: ['api/access/sessions.test.ts › lets an ADMIN do it for another user'],
  },
  {
    id: '7.5.1',
    asks: 'Changes of the account need authentication again',
    tests: [refuses('needs the present password')],
  },
  {
    id: '7.5.2',
    asks: 'Users see and end their sessions',
    tests: ['api/access/sessions.test.ts › shows the valid sessions of the caller'],
  },
  {
    id: '7.5.3',
    asks: 'A further factor before critical changes',
    tests: ['api/access/sign-ins/passkeys.test.ts › needs a session: no token adds a way to sign in'],
  },
  {
    id: '7.6',
    asks: 'Sessions of an identity provider',
    tests: ['api/providers/openid.test.ts › refuses a deactivated user'],
  },
  {
    id: '9.1',
    asks: 'Source and integrity of self-contained tokens',
    tests: [
      'unit/functions/access/authorizer/ci-token.test.ts › is refused with the signature of a strange key',
      'unit/functions/access/authorizer/ci-token.test.ts › is refused without a signature',
    ],
  },
  {
    id: '9.2',
    asks: 'Content of self-contained tokens',
    tests: [
      'unit/functions/access/authorizer/ci-token.test.ts › is refused when it is one %s',
      'api/access/issuers.test.ts › is worth nothing to another tenant',
    ],
  },
];
