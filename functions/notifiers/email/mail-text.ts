// A message as the words of a mail; the client writes them as plain text and as HTML.
import type { Message } from '../../../entities/notifications/message.model.ts';
import type { MailMessage } from '../../_adapters/adapter.ts';

/** `approvalUrl` is where the approval that it asks for is. */
export const toMail = ({ title, lines, links, by, at }: Message, approvalUrl?: string): MailMessage => ({
  subject: title,
  lines: [...lines, `By ${by}, ${at}`],
  links: [...(approvalUrl ? [{ label: 'Approval', url: approvalUrl }] : []), ...links],
});
