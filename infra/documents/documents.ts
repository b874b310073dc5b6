// The documents that functions ask for in their manifests, as files of their bundles. Called by app.ts before bundling.
import { type DocumentName, entryOf, type Manifest } from '../../functions/_kit/manifest.ts';
import type { BundleFiles } from '../bundle/bundle.ts';
import { consoleFiles } from './console.ts';
import { docsFiles } from './docs.ts';
import { openapiFiles } from './openapi/openapi.ts';
import { commonPasswordsText } from './password-list.ts';
import { permissionsOf } from './permissions.ts';

const FILES: Readonly<Record<DocumentName, (manifests: readonly Manifest[]) => BundleFiles>> = {
  commonPasswords: () => ({ 'password-list.txt': commonPasswordsText() }),
  console: consoleFiles,
  docs: docsFiles,
  openapi: openapiFiles,
  permissions: (manifests) => ({ 'permissions.json': JSON.stringify(permissionsOf(manifests)) }),
};

/** The files of each entry that asks for documents. */
export function documentsOf(manifests: readonly Manifest[]): ReadonlyMap<string, BundleFiles> {
  const asked = manifests.flatMap(({ domain, lambdas }) =>
    Object.entries(lambdas).map(([role, { documents = [] }]) => [entryOf(domain, role), documents] as const),
  );
  return new Map(
    asked
      .filter(([, documents]) => documents.length > 0)
      .map(([entry, documents]) => [entry, Object.assign({}, ...documents.map((name) => FILES[name](manifests)))]),
  );
}
