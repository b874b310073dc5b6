// The environments of notifiers, part of their manifests.
import * as z from 'zod';
import { environment } from '../../../entities/_base/environment.ts';

/** Of one that has no credential to open and calls nobody but AWS. */
export const tellerEnvironment = z.object({
  TABLE_NAME: environment.TABLE_NAME,
  PUBLIC_URL: environment.PUBLIC_URL,
});

export const notifierEnvironment = tellerEnvironment.extend({
  CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
  ALLOWED_OUTBOUND_HOSTS: environment.ALLOWED_OUTBOUND_HOSTS,
});
