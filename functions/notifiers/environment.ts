// The environment of every notifier, part of their manifests.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';

export const notifierEnvironment = z.object({
  TABLE_NAME: environment.TABLE_NAME,
  CREDENTIAL_KEY_ID: environment.CREDENTIAL_KEY_ID,
  ALLOWED_OUTBOUND_HOSTS: environment.ALLOWED_OUTBOUND_HOSTS,
  PUBLIC_URL: environment.PUBLIC_URL,
});
