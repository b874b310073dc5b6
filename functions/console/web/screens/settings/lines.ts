// Lists and rules that people write as lines of text.

export const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** `repository: acme/app, acme/web` as a name and its values. */
const pairOf = (line: string): readonly [string, readonly string[]] => {
  const at = line.search(/[:=]/);
  const [name, rest] = at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
  const values = rest.split(',').map((value) => value.trim());
  return [name.trim(), values.filter(Boolean)];
};

/** Two lines of one claim allow the texts of both. */
export function claimsOf(text: string | undefined): Record<string, string[]> {
  const claims: Record<string, string[]> = {};
  for (const [name, values] of linesOf(text).map(pairOf)) claims[name] = [...(claims[name] ?? []), ...values];
  return claims;
}

export const linesOfClaims = (claims: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(claims)
    .map(([name, values]) => `${name}: ${values.join(', ')}`)
    .join('\n');
