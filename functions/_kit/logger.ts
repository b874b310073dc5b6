// The structured log of every function. Never log credentials, headers or bodies. The logger is created with the first
// line, so that a start without log lines does not wait for it.
import { Logger } from '@aws-lambda-powertools/logger';

type Details = Readonly<Record<string, unknown>>;

let made: Logger | undefined;
const keys: Record<string, string> = {};

function lines(): Logger {
  made ??= new Logger({ serviceName: 'windlass', persistentKeys: keys });
  return made;
}

export const logger = {
  info: (message: string, details: Details = {}): void => lines().info(message, details),
  warn: (message: string, details: Details = {}): void => lines().warn(message, details),
  error: (message: string, details: Details = {}): void => lines().error(message, details),
  appendPersistentKeys(more: Readonly<Record<string, string>>): void {
    Object.assign(keys, more);
    made?.appendPersistentKeys(more);
  },
};
