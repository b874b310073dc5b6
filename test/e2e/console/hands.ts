// The hands of a person at a page: deeds by mouse, and the keyboard alone. Each waits for what the person would wait for.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE = { timeout: 60_000 };

/** Waits until the page shows it. The page looks for news as it does when the person comes back to its tab, so that no test waits for a poll. */
export async function untilShown(page: Page, ...wanted: readonly Locator[]): Promise<void> {
  for (const one of wanted) {
    await expect
      .poll(async () => {
        if (await one.first().isVisible()) return true;
        await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
        return false;
      }, PATIENCE)
      .toBe(true);
  }
}

type Fill = (dialog: Locator) => Promise<unknown>;

/** Presses the button of a deed in that part of the page as soon as it is allowed, fills its dialog and sends it. */
export async function deed(page: Page, part: Locator, label: string, fill: Fill = async () => {}): Promise<void> {
  const button = part.getByRole('button', { name: label, exact: true });
  await untilShown(page, button.and(page.locator('[aria-disabled=false]')));
  await button.click();
  const dialog = page.getByRole('dialog', { name: label });
  await fill(dialog);
  await dialog.getByRole('button', { name: label, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Types into the search that the key / opens, once it has the focus. */
export async function search(page: Page, text: string): Promise<void> {
  await page.keyboard.press('/');
  await page.getByRole('dialog').locator('input:focus').waitFor();
  await page.keyboard.type(text);
}

/** The accessible name of the element that has the focus, and why the person would not see the focus. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const { top, bottom, left, right } = element.getBoundingClientRect();
  // The browser marks the part of a date that has the focus, where no style is read.
  const hasOutline = /^date/.test(element.type) || getComputedStyle(element).outlineStyle !== 'none';
  if (element === document.body) return { name: '', hidden: false };
  const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
  const isInView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return { name: label.trim(), hidden: !hasOutline || !isInView };
})()`;

/** Presses Tab until the focus is on the control of that name; throws after so many presses, and if the focus is not seen on the way. */
export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 90; presses += 1) {
    await page.keyboard.press(key);
    const focused = await page.evaluate<{ name: string; hidden: boolean }>(FOCUSED);
    passed.push(focused.hidden ? `${focused.name} (unseen)` : focused.name);
    if (focused.name !== name) continue;
    expect(passed.filter((one) => one.endsWith('(unseen)'))).toEqual([]);
    return;
  }
  throw new Error(`no way by ${key} to ${name}: ${passed.join(', ')}`);
}

/** The tag of the element with the focus. */
export const focusOf = (page: Page): Promise<string> => page.evaluate('document.activeElement.tagName');
