// The dependencies of the operations of openapi.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { ReadFile } from '../_kit/http/static-file.ts';
import type { manifest } from './manifest.ts';

export interface OpenapiDeps {
  readonly file: ReadFile;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, OpenapiDeps>;
