// Decides from which senders and to which recipients a tenant may send mail. Pure. The operator binds identities of SES
// to a tenant, as SES knows no tenants; recipients are people of the tenant or addresses that the operator confirmed.
import type { FieldProblem } from '../../_base/errors.ts';

/** The operator's binding of a tenant: addresses, or domains with all addresses in them and below. */
export interface MailBinding {
  readonly slug: string;
  /** May be written as From, and may receive. */
  readonly mailSenders?: readonly string[] | undefined;
  /** May receive besides. */
  readonly mailRecipients?: readonly string[] | undefined;
}

interface MailConfig {
  readonly fromAddress: string;
  readonly recipients: Readonly<Record<string, readonly string[] | undefined>>;
}

/** Without a binding a tenant has a domain that no mail reaches (RFC 2606), so that samples and tests need none. */
export const sendersOf = ({ slug, mailSenders }: MailBinding): readonly string[] => mailSenders ?? [`${slug}.example`];

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** `name` is an address, or a domain for itself and what is below it. */
function covers(name: string, address: string): boolean {
  const [wanted, given] = [name.toLowerCase(), address.toLowerCase()];
  if (wanted.includes('@')) return wanted === given;
  const domain = domainOf(given);
  return domain === wanted || domain.endsWith(`.${wanted}`);
}

export const maySendAs = (binding: MailBinding, address: string): boolean =>
  sendersOf(binding).some((name) => covers(name, address));

/** `members` are the addresses of active members, in small letters. */
export const mayReceive = (binding: MailBinding, members: ReadonlySet<string>, address: string): boolean =>
  members.has(address.toLowerCase()) ||
  [...sendersOf(binding), ...(binding.mailRecipients ?? [])].some((name) => covers(name, address));

export const recipientsIn = ({ recipients }: MailConfig): string[] => [
  ...new Set(Object.values(recipients).flatMap((list) => list ?? [])),
];

/** Everything in the config of an EMAIL that the tenant may not do, with its path. */
export function mailProblems(config: MailConfig, binding: MailBinding, members: ReadonlySet<string>): FieldProblem[] {
  const sender = maySendAs(binding, config.fromAddress)
    ? []
    : [
        {
          path: 'config.fromAddress',
          code: 'integration.sender_not_bound',
          message: `is not an address that this deployment lets the tenant write from; those are ${sendersOf(binding).join(', ') || 'none'}. Ask its operator`,
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
              message: 'is neither the address of a member nor one that the operator of this deployment has confirmed',
            },
          ],
    ),
  );
  return [...sender, ...recipients];
}
