// Reads text as JSON. Pure.

/** The document; undefined if the text is not JSON. The parser's own error is dropped, because it quotes the text, which may be secret. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
