// Answers only the person who pressed a button or typed a command. The response URL comes with the request and needs no
// credential. Slack accepts at most five answers within 30 minutes (docs.slack.dev, "Handling user interaction"); later
// answers are dropped.
import { type DomainError, isDomainError } from '../../../entities/_base/errors.ts';
import { logger } from '../../_kit/logger.ts';
import type { Outbound } from '../adapter.ts';
import { literal } from './mrkdwn.ts';

/** `text` is escaped and without markup. True if Slack accepted it; never throws. */
export type AnswerInPrivate = (responseUrl: string, text: string) => Promise<boolean>;

export const UNKNOWN_PERSON = 'Windlass does not know your Slack account: ask an admin to add it to your user.';

const TIMEOUT_MS = 3_000;

export const createAnswerInPrivate =
  (outbound: Outbound): AnswerInPrivate =>
  async (url, text) => {
    const body = { response_type: 'ephemeral', replace_original: false, mrkdwn: false, text };
    const reply = await outbound.request({ method: 'POST', url, body, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
    return reply?.status === 200;
  };

const isRefusal = (error: unknown): error is DomainError =>
  isDomainError(error) && error.status < 500 && error.code !== 'request.conflict';

/**
 * Does what a person asked for in a chat; `act` answers a refusal to tell, if any. A refusal is not retried: the person alone is
 * told the reason. Throws other errors. `about` is for the log.
 */
export async function actInChat(
  answerInPrivate: AnswerInPrivate,
  responseUrl: string | undefined,
  about: Readonly<Record<string, unknown>>,
  act: () => Promise<string | undefined>,
): Promise<void> {
  const tell = async (text: string): Promise<void> => {
    const isTold = responseUrl !== undefined && (await answerInPrivate(responseUrl, text));
    if (!isTold) logger.info('the person in chat could not be told', about);
  };
  try {
    const refusal = await act();
    if (refusal !== undefined) await tell(refusal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    logger.warn('a request in chat was refused', { ...about, error });
    await tell(literal(`${error.title}. ${error.details.detail ?? ''}`.trim()));
  }
}
