// Says why the payload of a foreign sender is not as its sender documents it. Consumers count such payloads and go on.
import * as z from 'zod';

/** The field and the fault, if a schema refused the payload; throws any other error. */
export function unreadReason(error: unknown): string {
  if (!(error instanceof z.ZodError)) throw error;
  const [issue] = error.issues;
  return `${issue?.path.join('.')}: ${issue?.message}`;
}
