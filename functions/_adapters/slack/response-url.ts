// Says something to one person who pressed a button or typed a command, and to nobody else. The address came with what that
// person did and needs no credential; Slack takes at most five answers within 30 minutes (docs.slack.dev, "Handling user
// interaction"), so an answer that it does not take any more is given up.
import type { Outbound } from '../adapter.ts';

/** `text` is mrkdwn. Answers whether Slack took it; never throws. */
export type AnswerInPrivate = (responseUrl: string, text: string) => Promise<boolean>;

export const UNKNOWN_PERSON =
  'Windlass does not know who you are: ask an admin to add your Slack account to your user.';

const TIMEOUT_MS = 3_000;

export const createAnswerInPrivate =
  (outbound: Outbound): AnswerInPrivate =>
  async (url, text) => {
    const body = { response_type: 'ephemeral', replace_original: false, text };
    const reply = await outbound.request({ method: 'POST', url, body, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
    return reply?.status === 200;
  };
