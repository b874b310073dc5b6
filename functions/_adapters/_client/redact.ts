// Removes secrets from text before it is shown, stored or logged; every error text of the adapters passes through it. Its
// time grows only linearly with the text, even for text by a hostile service.

const REDACTED = '[redacted]';
/** Shorter secrets would redact ordinary words. */
const SHORTEST = 4;

/** Pieces of base64 are searched inside longer texts, so they must be too long for a coincidence. */
const SHORTEST_ENCODED = 8;

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The first `max` characters of `text`, with an ellipsis if it is longer, without any of `secrets`: plain, percent-encoded,
 * escaped in JSON, in base64 or as lines of a PEM. Reads only as much text as it needs to see secrets that begin in this
 * part.
 */
export function redact(text: string, secrets: readonly string[], max = text.length): string {
  const forms = longEnough([...secrets, ...secrets.flatMap(formsOf)], SHORTEST);
  const encoded = longEnough(secrets.flatMap(base64PiecesOf), SHORTEST_ENCODED);
  const longest = Math.max(0, ...[...forms, ...encoded].map(({ length }) => length));
  const seen = text.slice(0, max + longest);
  const spans = [
    ...forms.flatMap((form) => spansOf(seen, form)),
    ...encoded.flatMap((piece) => spansOf(seen, piece, isBase64)),
  ];
  const { shown, end } = without(seen, spans, Math.min(max, text.length));
  return end < text.length ? `${shown}…` : shown;
}

const longEnough = (forms: readonly string[], least: number): string[] =>
  [...new Set(forms)].filter(({ length }) => length >= least);

/** The positions of `form`; with `isOfRun`, extended to the whole run of such characters. */
function spansOf(text: string, form: string, isOfRun?: (character: string) => boolean): Span[] {
  const spans: Span[] = [];
  let read = 0;
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, read)) {
    let from = at;
    let to = at + form.length;
    if (isOfRun) {
      while (from > read && isOfRun(text.charAt(from - 1))) from -= 1;
      while (to < text.length && isOfRun(text.charAt(to))) to += 1;
      while (text.charAt(to) === '=') to += 1;
    }
    spans.push({ from, to });
    read = to;
  }
  return spans;
}

const isBase64 = (character: string): boolean => /[\w+/-]/.test(character);

/** The text up to `end`, or to the end of a span that crosses it; overlapping spans are replaced by one word. */
function without(text: string, spans: readonly Span[], end: number): { shown: string; end: number } {
  const parts: string[] = [];
  let read = 0;
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from || other.to - one.to)) {
    if (from >= end) break;
    if (from >= read) parts.push(text.slice(read, from), REDACTED);
    read = Math.max(read, to);
  }
  return { shown: [...parts, text.slice(read, end)].join(''), end: Math.max(read, end) };
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  // Messages may contain a secret with its line breaks as spaces.
  const plain = [secret, secret.replace(/\s+/g, ' ').trim(), ...lines];
  const base64 = Buffer.from(secret).toString('base64');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [...plain, ...plain.flatMap(percentEncoded), escaped, base64, base64.replace(/=+$/, '')];
}

/** The secret encoded for URLs and for forms (which escape more), with upper-case and lower-case hexadecimal digits. */
function percentEncoded(text: string): string[] {
  const forms = [encodeURIComponent(text.toWellFormed()), new URLSearchParams({ '': text }).toString().slice(1)];
  return [...forms, ...forms.map((form) => form.replace(/%[\dA-F]{2}/g, (digits) => digits.toLowerCase()))];
}

/**
 * The secret in base64 and base64url at every offset within a text, such as after the user name of a Basic credential,
 * without the characters that it shares with its neighbours.
 */
function base64PiecesOf(secret: string): string[] {
  const pieces = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.byteLength * 8) / 6));
  });
  return [...pieces, ...pieces.map((piece) => piece.replaceAll('+', '-').replaceAll('/', '_'))];
}
