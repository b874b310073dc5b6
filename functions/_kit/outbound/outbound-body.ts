// How the body of an outgoing request becomes bytes; called by `outbound.ts` alone.

/** An object becomes JSON, URLSearchParams a form, a string stays as it is (the caller sets its content-type). */
export function encodeBody(body: unknown): { content?: Buffer; type?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string') return { content: Buffer.from(body) };
  if (body instanceof URLSearchParams) {
    return { content: Buffer.from(body.toString()), type: 'application/x-www-form-urlencoded' };
  }
  return { content: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}
