// The page of the OpenAPI document: OpenAPI Explorer from npm with our own page around it, as files of the function.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BundleFiles } from '../bundle/bundle.ts';
import { compressed, digestName } from './compressed.ts';

const STYLE = `html, body { height: 100%; margin: 0; font-family: system-ui, sans-serif; }
openapi-explorer { height: 100%; }
`;

export function docsFiles(): BundleFiles {
  const library = fileURLToPath(import.meta.resolve('openapi-explorer/dist/browser/openapi-explorer.min.js'));
  const code = readFileSync(library);
  const script = digestName('explorer', 'js', code);
  const style = digestName('page', 'css', Buffer.from(STYLE));
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Windlass API</title>
<link rel="stylesheet" href="docs/${style}">
<script type="module" src="docs/${script}"></script>
</head>
<body>
<openapi-explorer spec-url="openapi.json" hide-console></openapi-explorer>
</body>
</html>
`;
  return { 'docs.html': page, ...compressed(script, code), ...compressed(style, Buffer.from(STYLE)) };
}
