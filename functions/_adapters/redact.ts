// Takes secrets out of text before it may be shown, kept or logged; every error text of the adapters passes here.

const REDACTED = '[redacted]';
/** Shorter pieces would black out ordinary words. */
const SHORTEST = 4;

/** `text` without any of `secrets`, be they plain, percent-encoded, base64 or broken into the lines of a PEM. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, REDACTED), text);
}

function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  const plain = [secret, ...lines];
  const base64 = Buffer.from(secret).toString('base64');
  return [...plain, ...plain.map(encodeURIComponent), base64, base64.replace(/=+$/, '')];
}
