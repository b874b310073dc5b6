// The functions of a domain, as the first operation, consumer or task of a domain adds them. Used by the plans.
import { type Draft, pascal, refuseUnless, withEntry, withImport, withRow } from '../draft.ts';

export const manifestOf = (domain: string): string => `functions/${domain}/manifest.ts`;
export const depsTypeOf = (domain: string): string => `${pascal(domain)}Deps`;

export function refuseUnknown(draft: Draft, domain: string): void {
  const names = draft.manifests.map((manifest) => manifest.domain).join(', ');
  refuseUnless(draft.read(manifestOf(domain)) !== undefined, `${domain} is not a domain; the domains are ${names}`);
}

/** Adds the function to the manifest, its handler, and the type of its dependencies, as far as they are missing. */
export function ensureLambda(draft: Draft, domain: string, role: 'api' | 'events' | 'tasks', handler: string): void {
  const path = `functions/${domain}/${role}.handler.ts`;
  if (draft.read(path) !== undefined) return;
  const depth = '../'.repeat(domain.split('/').length + 1);
  draft.change(manifestOf(domain), (text) =>
    withEntry(
      withImport(
        withImport(text, "import * as z from 'zod';"),
        `import { environment } from '${depth}entities/_base/environment.ts';`,
      ),
      'lambdas',
      `    ${role}: {
      impact: 'Say what people notice while this function fails.',
      environment: z.object({ STAGE: environment.STAGE, TABLE_NAME: environment.TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },`,
    ),
  );
  draft.create(path, handler);
  draft.change('functions/README.md', (text) => withFunction(text, domain, role));
  if (draft.read(`functions/${domain}/deps.ts`) === undefined)
    draft.create(`functions/${domain}/deps.ts`, deps(domain));
}

/** Names the function in the table of domains. */
function withFunction(readme: string, domain: string, role: string): string {
  const row = new RegExp(`^(\\| \`${domain}\` \\| )([^|]*) \\|`, 'm');
  if (!row.test(readme)) return withRow(readme, `| \`${domain}\` | \`${role}\` | say what for |`);
  return readme.replace(row, (_, head: string, roles: string) => {
    const all = [...roles.split(' '), `\`${role}\``].sort();
    return `${head}${all.join(' ')} |`;
  });
}

/** Adds `import { <name> } from '<from>'` and `entry` to the object that `form` finds in a handler; answers the type of its dependencies. */
export function addToHandler(
  draft: Draft,
  path: string,
  form: RegExp,
  { name, from, entry }: { readonly name: string; readonly from: string; readonly entry: string },
): { readonly deps: string; readonly depsFrom: string } {
  const text = draft.read(path) ?? '';
  const [, , deps = ''] = form.exec(text) ?? [];
  const imported = new RegExp(String.raw`import (?:type )?\{[^}]*\b${deps}\b[^}]*\} from '\./(.+)';`).exec(text);
  refuseUnless(
    deps !== '' && imported,
    `${path} is not of the form that the generator knows: add ${name} to it by hand`,
  );
  draft.change(path, (handler) =>
    withImport(handler, `import { ${name} } from '${from}';`).replace(
      form,
      (_, head: string, __, known: string) =>
        `${head} ${[known.trim().replace(/,$/, ''), entry].filter((one) => one !== '').join(', ')} }`,
    ),
  );
  return { deps, depsFrom: imported[1] ?? '' };
}

const deps = (
  domain: string,
): string => `// The dependencies of operations, consumers and tasks of the ${domain} domain.

export interface ${depsTypeOf(domain)} {
  /** Epoch milliseconds. */
  readonly now: () => number;
}
`;
