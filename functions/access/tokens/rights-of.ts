// The rights of the credential that sent a request.
import type { Rights } from '../../../entities/access/rights.model.ts';
import type { Caller } from '../../_kit/save.ts';

export const rightsOf = ({ role = 'VIEWER', scopes = '' }: Pick<Caller, 'role' | 'scopes'>): Rights => ({
  role,
  scopes,
});
