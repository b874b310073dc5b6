// A new domain: its manifest, a line in infra/manifests.ts, and its first operation, as a stack needs a function.
import { camel, type Plan, refuseUnless, withImport } from '../draft.ts';
import { manifestOf } from './lambdas.ts';
import { addOperation } from './operation.ts';

const NAME = /^[a-z]+(?:-[a-z]+)*$/;
/** `windlass-<stage of 16>-<domain>-authorizer` has 64 characters. */
const LONGEST = 26;

export const domain: Plan = {
  usage: `npm run new:domain -- <domain> <operationName> <METHOD> <path>

  npm run new:domain -- shipments listShipments GET /shipments

Makes functions/<domain> with its first operation, which asks for the scope <domain>:read or <domain>:write, and its line in infra/manifests.ts.
The path is below /api/v1/{tenant}.`,
  next: 'Next: the operation and its test; summary, role, body and reply in the manifest; new:entity for what it stores.',
  plan(args, draft) {
    const [name = ''] = args;
    refuseUnless(
      NAME.test(name) && name.length <= LONGEST,
      `${name} is not a name in kebab-case of at most ${LONGEST} letters`,
    );
    refuseUnless(draft.read(manifestOf(name)) === undefined, `${name} exists already`);
    draft.create(
      manifestOf(name),
      `// The ${name} domain: say what it is for.
import { defineManifest } from '../_kit/manifest.ts';

export const manifest = defineManifest({
  domain: '${name}',
  routes: {},
  subscriptions: {},
  tasks: {},
  lambdas: {},
});
`,
    );
    draft.change('infra/manifests.ts', (text) =>
      withImport(text, `import { manifest as ${camel(name)} } from '../functions/${name}/manifest.ts';`).replace(
        /(const all = \[)([^\]]*)\]/,
        (_, head: string, names: string) => `${head}${names}  ${camel(name)},\n]`,
      ),
    );
    addOperation(args, draft);
  },
};
