// Addresses of the console in messages: of the tenant by its slug, with every part encoded, and none without a known address.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { consoleUrl } from '../../../../entities/notifications/console-url.ts';

const SCREENS = readFileSync(new URL('../../../../functions/console/web/app/screens.ts', import.meta.url), 'utf8');
const site = { publicUrl: 'https://windlass.example.com', tenant: { slug: 'acme' } };

describe('an address of the console', () => {
  it.each(['releases/:release', 'approvals/:approval', 'trains/:train', 'integrations/:kind/:integration'])(
    'has a screen at %s',
    (path) => {
      expect(SCREENS).toContain(`path: '${path}'`);
    },
  );

  it.each([
    ['a release', ['releases', 'payments-app@1.5.0'], '/releases/payments-app@1.5.0'],
    ['a release whose key a person chose', ['releases', 'a/b?c#d <e>|f'], '/releases/a%2Fb%3Fc%23d%20%3Ce%3E%7Cf'],
    ['an approval', ['approvals', 'a1'], '/approvals/a1'],
    ['a train', ['trains', 't1'], '/trains/t1'],
    ['an integration', ['integrations', 'scm', 'i1'], '/integrations/scm/i1'],
  ] as const)('shows %s', (_, [screen, ...path], expected) => {
    expect(consoleUrl(site, screen, ...path)).toBe(`https://windlass.example.com/console/acme${expected}`);
  });

  it('ignores slashes at the end of the deployment’s address', () => {
    const publicUrl = 'https://windlass.example.com//';
    expect(consoleUrl({ ...site, publicUrl }, 'trains', 't1')).toBe(
      'https://windlass.example.com/console/acme/trains/t1',
    );
  });

  it.each([
    ['the deployment does not know its address', { ...site, publicUrl: '' }],
    ['the tenant is unknown', { ...site, tenant: undefined }],
  ])('is unknown if %s', (_, unknown) => {
    expect(consoleUrl(unknown, 'trains', 't1')).toBeUndefined();
  });
});
