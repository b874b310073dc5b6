// The console's page: its sources bundled for browsers, its style, and the HTML document that loads both, as files of the function.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { INTEGRATION_TYPES } from '../../entities/integrations/types/integration-types.ts';
import { manifest as webhooks } from '../../functions/webhooks/manifest.ts';
import type { BundleFiles } from '../bundle/bundle.ts';
import { compressed, digestName } from './compressed.ts';

const root = join(import.meta.dirname, '..', '..');
const web = join(root, 'functions/console/web');

/**
 * The event types that a webhook may ask for, so that the page needs no definitions of events. One text, which stands where it is used:
 * a list would be a part of every screen.
 */
const WEBHOOK_EVENTS = JSON.stringify(webhooks.routes.createWebhook.body.shape.events.element.options.join(' '));

const shapeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** The types of integrations with the schemas of their configs and credentials, so that the page needs neither them nor zod. */
const INTEGRATION_FORMS = JSON.stringify(
  JSON.stringify(
    Object.fromEntries(
      Object.entries(INTEGRATION_TYPES).map(([type, facts]) => {
        const { kind, config, credentials } = facts;
        return [
          type,
          { kind, hasSender: 'sender' in facts, config: shapeOf(config), credentials: shapeOf(credentials) },
        ];
      }),
    ),
  ),
);

/** The script that starts the page, and the parts that it loads when a screen needs them. */
export function consoleScripts() {
  return buildSync({
    absWorkingDir: root,
    entryPoints: [{ in: join(web, 'main.tsx'), out: 'main' }],
    outdir: 'console',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"', WEBHOOK_EVENTS, INTEGRATION_FORMS },
    metafile: true,
    logLevel: 'error',
  });
}

function styleOf(): Buffer {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [join(web, 'style/console.css')],
    bundle: true,
    write: false,
    minify: true,
    logLevel: 'error',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

export function consoleFiles(): BundleFiles {
  const { outputFiles } = consoleScripts();
  const scripts = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
  const main = scripts.find(({ name }) => name.startsWith('main-'))?.name;
  const css = styleOf();
  const style = digestName('console', 'css', css);
  const icon = readFileSync(join(web, 'style/icon.svg'));
  const iconName = digestName('icon', 'svg', icon);
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Windlass</title>
<link rel="icon" type="image/svg+xml" href="/console/assets/${iconName}">
<link rel="stylesheet" href="/console/assets/${style}">
<script type="module" src="/console/assets/${main}"></script>
</head>
<body>
<div id="console"></div>
<noscript>The console needs JavaScript. The API works without it: see /api/docs.</noscript>
</body>
</html>
`;
  return {
    'console.html': page,
    ...Object.assign({}, ...scripts.map(({ name, contents }) => compressed(name, contents))),
    ...compressed(style, css),
    ...compressed(iconName, icon),
  };
}
