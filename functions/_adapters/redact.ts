// Takes secrets out of text before it may be shown, kept or logged; every error text of the adapters passes here.

const REDACTED = '[redacted]';
/** Shorter pieces would black out ordinary words. */
const SHORTEST = 4;

/** Pieces of base64 are found inside of longer ones, so that they must be surely no coincidence. */
const SHORTEST_ENCODED = 8;

/** `text` without any of `secrets`, be they plain, percent-encoded, escaped by JSON, base64 or lines of a PEM. */
export function redact(text: string, secrets: readonly string[]): string {
  const encoded = secrets.flatMap(base64PiecesOf).filter((piece) => piece.length >= SHORTEST_ENCODED);
  // As they are, first: a token may hold another credential in base64, and all of it has to go.
  const whole = without(text, secrets);
  const clean = longestFirst(encoded).reduce((left, piece) => left.replace(around(piece), REDACTED), whole);
  return without(clean, secrets.flatMap(formsOf));
}

const without = (text: string, forms: readonly string[]): string =>
  longestFirst(forms.filter((form) => form.length >= SHORTEST)).reduce(
    (left, form) => left.replaceAll(form, REDACTED),
    text,
  );

const longestFirst = (forms: readonly string[]): string[] =>
  [...new Set(forms)].sort((one, other) => other.length - one.length);

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  // Messages are read with their breaks as spaces.
  const plain = [secret, secret.replace(/\s+/g, ' ').trim(), ...lines];
  const base64 = Buffer.from(secret).toString('base64');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [...plain, ...plain.flatMap(percentEncoded), escaped, base64, base64.replace(/=+$/, '')];
}

/** As part of a URL and as the value of a form, which escapes more; hexadecimal digits in capital and in small letters. */
function percentEncoded(text: string): string[] {
  const forms = [encodeURIComponent(text), new URLSearchParams({ '': text }).toString().slice(1)];
  return [...forms, ...forms.map((form) => form.replace(/%[\dA-F]{2}/g, (digits) => digits.toLowerCase()))];
}

/**
 * What base64, or its form for URLs, makes of the secret wherever it begins in a text, as behind the user name of a Basic
 * credential; without the characters that it shares with its neighbours.
 */
function base64PiecesOf(secret: string): string[] {
  const pieces = [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.byteLength * 8) / 6));
  });
  return [...pieces, ...pieces.map((piece) => piece.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** The whole text in base64 that holds the piece. */
const around = (piece: string): RegExp => new RegExp(`[\\w+/-]*${piece.replaceAll('+', '\\+')}[\\w+/-]*=*`, 'g');
