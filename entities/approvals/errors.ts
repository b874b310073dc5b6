// Errors of approvals and decisions.
import { errorCatalogue } from '../_base/errors.ts';

export const approvalErrors = errorCatalogue('approval', {
  not_found: { status: 404, title: 'There is no such approval' },
  not_an_approver: { status: 403, title: 'You may not decide this' },
  /** A chat spoke for somebody, and is not the one that may. */
  chat_not_trusted: { status: 403, title: 'This chat does not decide about the release' },
  already_decided: { status: 409, title: 'The approval has been decided' },
});
