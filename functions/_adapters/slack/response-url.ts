// Answers only the person who pressed a button or typed a command. The response URL comes with the request and needs no
// credential. Slack accepts at most five answers within 30 minutes (docs.slack.dev, "Handling user interaction"); later
// answers are dropped.
import type { Outbound } from '../adapter.ts';

/** `text` is mrkdwn. True if Slack accepted it; never throws. */
export type AnswerInPrivate = (responseUrl: string, text: string) => Promise<boolean>;

export const UNKNOWN_PERSON = 'Windlass does not know your Slack account: ask an admin to add it to your user.';

const TIMEOUT_MS = 3_000;

export const createAnswerInPrivate =
  (outbound: Outbound): AnswerInPrivate =>
  async (url, text) => {
    const body = { response_type: 'ephemeral', replace_original: false, text };
    const reply = await outbound.request({ method: 'POST', url, body, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
    return reply?.status === 200;
  };
