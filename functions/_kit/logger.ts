// Structured logs of every function. Never given credentials, headers or bodies.
import { Logger } from '@aws-lambda-powertools/logger';

export const logger = new Logger({ serviceName: 'windlass' });
