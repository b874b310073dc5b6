// Takes secrets out of text before it may be shown, kept or logged; every error text of the adapters passes here.

const REDACTED = '[redacted]';
/** Shorter pieces would black out ordinary words. */
const SHORTEST = 4;

/** Pieces of base64 are found inside of longer ones, so that they must be surely no coincidence. */
const SHORTEST_ENCODED = 8;

/** `text` without any of `secrets`, be they plain, percent-encoded, escaped by JSON, base64 or lines of a PEM. */
export function redact(text: string, secrets: readonly string[]): string {
  const encoded = secrets.flatMap(base64PiecesOf).filter((piece) => piece.length >= SHORTEST_ENCODED);
  const clean = longestFirst(encoded).reduce((left, piece) => left.replace(around(piece), REDACTED), text);
  const plain = secrets.flatMap(formsOf).filter((form) => form.length >= SHORTEST);
  return longestFirst(plain).reduce((left, form) => left.replaceAll(form, REDACTED), clean);
}

const longestFirst = (forms: readonly string[]): string[] =>
  [...new Set(forms)].sort((one, other) => other.length - one.length);

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  const plain = [secret, ...lines];
  const base64 = Buffer.from(secret).toString('base64');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [...plain, ...plain.map(encodeURIComponent), escaped, base64, base64.replace(/=+$/, '')];
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
