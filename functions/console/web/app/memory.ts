// Choices that this browser remembers. They are no secrets, and a browser that keeps nothing works too.
type Name = 'tenant' | 'theme' | 'utc' | 'live' | 'slash' | 'rotated';

export function kept(name: Name): string | undefined {
  try {
    return localStorage.getItem(`windlass.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(name: Name, value: string): void {
  try {
    localStorage.setItem(`windlass.${name}`, value);
  } catch {
    // Storage is full or forbidden: the choice lasts as long as the page.
  }
}
