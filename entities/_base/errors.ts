// The domain's errors. Each has a stable code, which is also its `name`: HTTP problem details, logs and ErrorEquals of
// state machines share one string. Catalogues in `<domain>/errors.ts` are made with `errorCatalogue`.

/** One wrong field: a path such as `targets[0]`, a stable code, and a message about the right value. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** A path as people write it, e.g. `targets[0].id`. */
export const pathInWords = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );

export interface ErrorDetails {
  /** The mistake in this case and its correction. Never holds a secret. */
  readonly detail?: string;
  readonly fields?: readonly FieldProblem[];
  /** For a conflict: the actions that are legal now. */
  readonly legal?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** Further members of the problem document, e.g. the releases that block a deletion. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export class DomainError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly details: ErrorDetails;

  constructor(code: string, status: number, title: string, details: ErrorDetails = {}) {
    super(details.detail ?? title);
    this.name = code;
    this.code = code;
    this.status = status;
    this.title = title;
    this.details = details;
  }
}

interface Definition {
  /** The HTTP status of the problem document. */
  readonly status: number;
  readonly title: string;
}

/** Makes an error; says its code, status and title also without making one. */
export interface ErrorFactory extends Definition {
  (details?: ErrorDetails): DomainError;
  readonly code: string;
}

type Catalogue<Names extends string> = { readonly [N in Names]: ErrorFactory };

/** Error factories of one domain: `errorCatalogue('release', { not_found: … }).not_found()` has the code `release.not_found`. */
export function errorCatalogue<Names extends string>(
  domain: string,
  definitions: Readonly<Record<Names, Definition>>,
): Catalogue<Names> {
  const entries = Object.entries<Definition>(definitions).map(([name, { status, title }]) => {
    const code = `${domain}.${name}`;
    const make = (details?: ErrorDetails) => new DomainError(code, status, title, details);
    return [name, Object.assign(make, { code, status, title })];
  });
  return Object.fromEntries(entries) as Catalogue<Names>;
}

export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;
