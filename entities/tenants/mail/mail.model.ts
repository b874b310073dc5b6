// Decides the senders and recipients of a tenant's mail. Pure. The operator binds SES identities to a tenant, because SES
// knows no tenants; recipients are members of the tenant or addresses that the operator confirmed.
import type { FieldProblem } from '../../_base/errors.ts';

/** A tenant's binding: addresses, or domains with all their addresses and subdomains. */
export interface MailBinding {
  readonly slug: string;
  /** Allowed as senders and as recipients. */
  readonly mailSenders?: readonly string[] | undefined;
  /** Further recipients. */
  readonly mailRecipients?: readonly string[] | undefined;
}

interface MailConfig {
  readonly fromAddress: string;
  readonly recipients: Readonly<Record<string, readonly string[] | undefined>>;
}

/** The domain of a tenant without a binding; mail never reaches it (RFC 2606). Samples and tests use it. */
export const sendersOf = ({ slug, mailSenders }: MailBinding): readonly string[] => mailSenders ?? [`${slug}.example`];

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** `name` is an address, or a domain with its subdomains. */
function covers(name: string, address: string): boolean {
  const [wanted, given] = [name.toLowerCase(), address.toLowerCase()];
  if (wanted.includes('@')) return wanted === given;
  const domain = domainOf(given);
  return domain === wanted || domain.endsWith(`.${wanted}`);
}

export const maySendAs = (binding: MailBinding, address: string): boolean =>
  sendersOf(binding).some((name) => covers(name, address));

/** `members` are the addresses of active members, in lower case. */
export const mayReceive = (binding: MailBinding, members: ReadonlySet<string>, address: string): boolean =>
  members.has(address.toLowerCase()) ||
  [...sendersOf(binding), ...(binding.mailRecipients ?? [])].some((name) => covers(name, address));

export const recipientsIn = ({ recipients }: MailConfig): string[] => [
  ...new Set(Object.values(recipients).flatMap((list) => list ?? [])),
];

/** All addresses in an EMAIL config that the tenant may not use, with their paths. */
export function mailProblems(config: MailConfig, binding: MailBinding, members: ReadonlySet<string>): FieldProblem[] {
  const sender = maySendAs(binding, config.fromAddress)
    ? []
    : [
        {
          path: 'config.fromAddress',
          code: 'integration.sender_not_bound',
          message: `is not an address that the tenant may send from; those are ${sendersOf(binding).join(', ') || 'none'}. Ask its operator`,
        },
      ];
  const recipients = Object.entries(config.recipients).flatMap(([purpose, list]) =>
    (list ?? []).flatMap((address, index) =>
      mayReceive(binding, members, address)
        ? []
        : [
            {
              path: `config.recipients.${purpose}[${index}]`,
              code: 'integration.recipient_not_confirmed',
              message: 'is neither the address of a member nor one that the operator has confirmed',
            },
          ],
    ),
  );
  return [...sender, ...recipients];
}
