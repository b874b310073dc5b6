// An error in the words of Linear's API. https://linear.app/developers/sdk-errors
import type { JsonObject } from '../../contracts.ts';

/** Thrown while a field is resolved; it becomes an entry of `errors` with HTTP 200. */
export class LinearProblem extends Error {
  readonly body: JsonObject;

  constructor(code: string, type: string, message: string, presentable: string) {
    super(message);
    this.body = problemBody(code, type, message, presentable);
  }
}

export function problemBody(code: string, type: string, message: string, presentable = message): JsonObject {
  return { message, extensions: { code, type, userError: true, userPresentableMessage: presentable } };
}
