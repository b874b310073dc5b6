// Documents made from all manifests (`documents` of a LambdaSpec). They are files beside the bundled code, read once.
import { readFileSync } from 'node:fs';
import type { Method } from './manifest.ts';

/** One route of any manifest, as the document `permissions` lists it. */
export interface Permission {
  readonly operation: string;
  readonly domain: string;
  readonly method: Method;
  /** With the surface's base path: `/api/v1/{tenant}/releases`. */
  readonly path: string;
  /** SIGNED and OPEN routes need no credential, hence neither role nor scope. */
  readonly access: 'CREDENTIAL' | 'SIGNED' | 'OPEN';
  readonly role: string | null;
  readonly scope: string | null;
  readonly ci: boolean;
}

export const documentFile = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));

let permissions: readonly Permission[] | undefined;

/** Every route of every manifest, by operation. */
export const permissionTable = (): readonly Permission[] => {
  permissions ??= JSON.parse(documentFile('permissions.json').toString('utf8')) as readonly Permission[];
  return permissions;
};
