// The colours of the page: as the system says, unless the person chose otherwise in this browser.
import { keep, kept } from './memory.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const themeOf = (): Theme => THEMES.find((theme) => theme === kept('theme')) ?? 'system';

export function applyTheme(theme: Theme = themeOf()): void {
  keep('theme', theme);
  document.documentElement.dataset.theme = theme;
}
