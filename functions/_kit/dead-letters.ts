// The dead letters of a `stream` function: takes a record that can never be handled, so that the stream goes on after it.
import * as z from 'zod';
import { DEAD_LETTERS_URL } from '../../entities/names.ts';
import { readEnvironment } from './env.ts';

export type SetAside = (letter: object) => Promise<void>;

export function createSetAside(): SetAside {
  const { [DEAD_LETTERS_URL]: QueueUrl } = readEnvironment(z.object({ [DEAD_LETTERS_URL]: z.url() }));
  return async (letter) => {
    // The client is hardly ever needed, so it is loaded on demand.
    const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
  };
}
