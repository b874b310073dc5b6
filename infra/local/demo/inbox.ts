// A request to a stand-in as its inbox shows it, and how its body is looked at.

export interface Request {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

export const textOf = ({ body }: Request): string => JSON.stringify(body);

export const holds =
  (...parts: readonly string[]) =>
  (request: Request): boolean =>
    parts.every((part) => textOf(request).includes(part));

export const quoted = (name: string, value: string): string => `${JSON.stringify(name)}:${JSON.stringify(value)}`;
