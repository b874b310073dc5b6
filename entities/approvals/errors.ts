// Errors of approvals and decisions.
import { errorCatalogue } from '../_base/errors.ts';

export const approvalErrors = errorCatalogue('approval', {
  not_found: { status: 404, title: 'The approval does not exist' },
  not_an_approver: { status: 403, title: 'You may not decide this' },
  /** A request came from a chat that may not speak for people. */
  chat_not_trusted: { status: 403, title: 'This chat may not decide about the release' },
  already_decided: { status: 409, title: 'The approval has been decided' },
});
