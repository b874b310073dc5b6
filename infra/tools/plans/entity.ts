// A new kind of item: keys, definition, repository, and the line that removes it with its tenant. The test of schemas fails until
// its shape is decided and recorded.
import { camel, type Plan, pascal, refuseUnless, withImport } from '../draft.ts';
import { refuseUnknown } from './lambdas.ts';

const NAME = /^[a-z]+(?:-[a-z]+)*$/;

const keysOf = (
  noun: string,
  domain: string,
): string => `// Keys of the ${noun}s of a tenant: in one partition, so that a list is one Query. Say how many there may be.
export const ${camel(noun)}Keys = {
  pk: 'T#\${tenantId}#${`${domain}_${noun}S`.replaceAll('-', '_').toUpperCase()}',
  sk: '\${${camel(noun)}Id}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
`;

const definitionOf = (
  noun: string,
): string => `// Say what a ${noun} is. Attributes of a new version need an upcast, so that old items stay readable.
import { defineEntity, type ItemOf, text } from '../_base/table/entity.ts';
import { ${camel(noun)}Keys } from './${noun}.keys.ts';

export const ${camel(noun)}Definition = defineEntity('${camel(noun)}', ${camel(noun)}Keys, {
  ${camel(noun)}Id: text,
  name: text,
});

export type ${pascal(noun)}Item = ItemOf<typeof ${camel(noun)}Definition>;
`;

const repoOf = (noun: string): string => {
  const [one, Item] = [camel(noun), `${pascal(noun)}Item`];
  return `// Reads and writes of ${noun}s. Writes are returned, not sent.
import { baseErrors } from '../_base/conflicts.ts';
import { isId, type TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Page, PageRequest } from '../_base/table/page.ts';
import type { Changes, Table, Write } from '../_base/table/table.ts';
import { ${one}Definition, type ${Item} } from './${noun}.entity.ts';

export type ${pascal(noun)}Repo = ReturnType<typeof create${pascal(noun)}Repo>;

export function create${pascal(noun)}Repo(table: Table) {
  const items = itemsOf(table, ${one}Definition);

  return {
    /** Throws \`request.not_found\`. */
    async get(tenantId: TenantId, ${one}Id: string): Promise<${Item}> {
      const found = isId(${one}Id) ? await items.find({ tenantId, ${one}Id }) : undefined;
      if (!found) throw baseErrors.not_found();
      return found;
    },

    /** Newest first. */
    list: (tenantId: TenantId, page: PageRequest): Promise<Page<${Item}>> =>
      items.page({ tenantId }, page, { newestFirst: true }),

    create: (item: ${Item}): Write => items.create(item),

    update: (loaded: ${Item}, at: string, changes: Changes<${Item}>): Write => items.change(loaded, at, changes),

    remove: (loaded: ${Item}): Write => items.remove(loaded),
  };
}
`;
};

export const entity: Plan = {
  usage: `npm run new:entity -- <domain> <noun>

  npm run new:entity -- shipments parcel

Adds keys, definition and repository to entities/<domain>, and the line that removes them with their tenant. The test of schemas
fails until the shape is recorded in test/architecture/schema-hashes.json.`,
  next: 'Next: the attributes; their hash, which npx vitest run test/architecture/schema-hashes.test.ts tells; the model; deps.ts of the domain.',
  plan(args, draft) {
    const [domain = '', noun = ''] = args;
    refuseUnless(args.length === 2, `two arguments are needed, not ${args.length}: domain, noun`);
    refuseUnless(NAME.test(noun), `${noun} is not a noun in kebab-case, such as parcel`);
    refuseUnknown(draft, domain);
    const folder = `entities/${domain}`;
    draft.create(`${folder}/${noun}.keys.ts`, keysOf(noun, domain));
    draft.create(`${folder}/${noun}.entity.ts`, definitionOf(noun));
    draft.create(`${folder}/${noun}.repo.ts`, repoOf(noun));
    const imported = `import * as ${camel(noun)} from '../../${domain}/${noun}.keys.ts';`;
    draft.change('entities/tenants/removal/removal.model.ts', (text) =>
      withImport(text, imported).replace(
        /(const FILES = \[[\s\S]*?)\n\];/,
        (_, list: string) => `${list}\n  ${camel(noun)},\n];`,
      ),
    );
  },
};
