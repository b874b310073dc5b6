// Patience with a runtime that is being started again. Used by sample data and the demo.
const PATIENCE_MS = 30_000;
const RETRY_MS = 100;

/** The status of the gateway's answers while the parts behind it are still starting. */
const NOT_READY = 503;

/** `fetch`, repeated while the runtime does not answer yet, or answers 503 because its parts are starting. */
export async function fetchWithPatience(...request: Parameters<typeof fetch>): Promise<Response> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const reply = await fetch(...request);
      if (reply.status !== NOT_READY || Date.now() > until) return reply;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
