// A new consumer: the subscription, the consumer, its line in the handler, and a test that fails until it is written. The first
// consumer of a domain brings the `events` function.
import { camel, kebab, type Plan, refuseUnless, testThatFails, withEntry, withImport } from '../draft.ts';
import { addToHandler, depsTypeOf, ensureLambda, manifestOf, refuseUnknown } from './lambdas.ts';

const CONSUMERS = /(export const consumers: Consumers<(\w+)> = \{\s*events: \{)([^}]*)\}/;

const handlerOf = (domain: string): string => `// The \`events\` function of the ${domain} domain.
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import type { ${depsTypeOf(domain)} } from './deps.ts';
import { manifest } from './manifest.ts';

export const consumers: Consumers<${depsTypeOf(domain)}> = { events: {} };

export const handler = eventsOf(manifest, consumers, ({ now }) => ({ now }));
`;

const consumerOf = (
  event: string,
  source: string,
  deps: string,
  depsFrom: string,
): string => `// Say what becomes of ${event}, and why it may come twice, late, or not in order.
import { ${event} } from '../../../entities/${source}/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { ${deps} } from '../${depsFrom}';

export async function on${event}({ detail }: BusEvent, _deps: ${deps}): Promise<void> {
  const { id } = ${event}.parse(detail);
  // Decide by stored state: what was done already is not done again.
  throw new Error(\`on${event} is not written yet: \${id}\`);
}
`;

export const consumer: Plan = {
  usage: `npm run new:consumer -- <domain> <domain of the event> <EventName>

  npm run new:consumer -- shipments releases ReleaseReleased

Adds the subscription to the manifest of the domain, the consumer in on/, its line in events.handler.ts, and a test that fails
until it is written.`,
  next: 'Next: the consumer and its test; the impact of the events function in the manifest.',
  plan(args, draft) {
    const [domain = '', source = '', event = ''] = args;
    refuseUnless(
      args.length === 3,
      `three arguments are needed, not ${args.length}: domain, domain of the event, EventName`,
    );
    refuseUnknown(draft, domain);
    const events = draft.read(`entities/${source}/events.ts`) ?? '';
    refuseUnless(events.includes(`export const ${event} = `), `entities/${source}/events.ts has no event ${event}`);
    const imported = `import { ${event} } from '../../entities/${source}/events.ts';`;
    const entry = `    ${camel(event)}: { source: [${event}.source], detailTypes: [${event}.type] },`;
    draft.change(manifestOf(domain), (text) => withImport(withEntry(text, 'subscriptions', entry), imported));
    ensureLambda(draft, domain, 'events', handlerOf(domain));
    const { deps, depsFrom } = addToHandler(draft, `functions/${domain}/events.handler.ts`, CONSUMERS, {
      name: `on${event}`,
      from: `./on/${kebab(event)}.ts`,
      entry: `${event}: on${event}`,
    });
    draft.create(`functions/${domain}/on/${kebab(event)}.ts`, consumerOf(event, source, deps, depsFrom));
    const header = `The consumer of ${event}: what it does, and nothing more when the event comes again.`;
    draft.create(
      `test/unit/functions/${domain}/on/${kebab(event)}.test.ts`,
      testThatFails(
        header,
        `on${event}`,
        'Instead of this: the event once, twice, late, and after its subject was deleted.',
      ),
    );
  },
};
