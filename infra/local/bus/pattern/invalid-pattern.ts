// The one error of event patterns. Raised by the compiler of patterns and its operators.
import { AwsError } from '../../contracts.ts';

/** EventBridge's answer to an invalid pattern, with its reason. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
