// The page of the OpenAPI document: OpenAPI Explorer from npm with our own page around it, as files of the function.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import type { BundleFiles } from '../bundle/bundle.ts';

const STYLE = `html, body { height: 100%; margin: 0; font-family: system-ui, sans-serif; }
openapi-explorer { height: 100%; }
`;

/** A file of the page under a name that changes with its content. */
function named(stem: string, type: 'js' | 'css', content: Uint8Array) {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { name: `${stem}-${digest}.${type}`, content: brotliCompressSync(content) };
}

export function docsFiles(): BundleFiles {
  const library = fileURLToPath(import.meta.resolve('openapi-explorer/dist/browser/openapi-explorer.min.js'));
  const script = named('explorer', 'js', readFileSync(library));
  const style = named('page', 'css', Buffer.from(STYLE));
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Windlass API</title>
<link rel="stylesheet" href="docs/${style.name}">
<script type="module" src="docs/${script.name}"></script>
</head>
<body>
<openapi-explorer spec-url="openapi.json" hide-console></openapi-explorer>
</body>
</html>
`;
  const files = [script, style].map(({ name, content }) => [`${name}.br`, content]);
  return { 'docs.html': page, ...Object.fromEntries(files) };
}
