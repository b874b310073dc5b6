// The console in a real browser, on a stack of its own. Every page keeps what it must never show: errors of its script and
// violations of the content security policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { signInTo, startBrowser } from './browser.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
export const PASSWORD = 'password123';
export const PHONE = { width: 360, height: 740 };

export interface ConsoleTest {
  readonly stack: TestStack;
  readonly browser: Browser;
  /** Of the sample tenant's pages: `/console/acme`. */
  readonly base: string;
  /** Errors and violations of all pages so far. */
  readonly faults: readonly string[];
  /** A browser of its own for a person; signed in if it is given a username. */
  person(username?: string, options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  stop(): Promise<void>;
}

export async function startConsole(): Promise<ConsoleTest> {
  const [stack, browser] = await Promise.all([startTestStack(), startBrowser()]);
  const { slug } = stack.credentials.tenant;
  const faults: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (/content security policy|trusted/i.test(message.text())) faults.push(`${page.url()}: ${message.text()}`);
    });
  };
  return {
    stack,
    browser,
    base: `${stack.url}/console/${slug}`,
    faults,
    async person(username, options = {}) {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      context.setDefaultTimeout(60_000);
      context.on('page', watch);
      if (username !== undefined)
        await signInTo(context, { url: stack.url, slug, login: username, password: PASSWORD });
      return context;
    },
    async stop() {
      await browser.close();
      await stack.remove();
    },
  };
}

/** The violations that axe finds in the page as it is, or in one of its elements: WCAG 2.2 AA and axe's best practices. */
export async function axeOf(page: Page, element = 'html'): Promise<string[]> {
  // A script tag would be refused by the policy of the page.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(readFileSync(AXE, 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(element)})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
  );
}
