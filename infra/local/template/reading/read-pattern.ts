// Holds an event pattern of the template to the language before anything starts. Called by read-*.ts.
import { compilePattern } from '../../bus/pattern/pattern.ts';
import { type JsonObject, UnsupportedError } from '../../contracts.ts';
import type { ResolvedResource } from '../model.ts';

/** Throws `UnsupportedError` with EventBridge's reason when `pattern` is none. */
export function refuseInvalidPattern(resource: ResolvedResource, property: string, pattern: JsonObject): void {
  try {
    compilePattern(pattern);
  } catch (error) {
    throw new UnsupportedError(resource.logicalId, property, error instanceof Error ? error.message : String(error));
  }
}
