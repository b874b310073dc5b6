// Bundled into functions in place of the SDK's credential chain: Lambda always gives credentials by environment, and the
// chain's other fifteen sources cost a tenth of a megabyte and their share of every cold start. bundle.ts names it.

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`Lambda gave no ${name}`);
  return value;
};

/**
 * Has the shape of `defaultProvider` of `@aws-sdk/credential-provider-node`. They are not refreshed: Lambda ends an
 * execution environment before its credentials expire (Lambda Developer Guide, "Defined runtime environment variables").
 */
export const defaultProvider = () => async (): Promise<Credentials> => ({
  accessKeyId: variable('AWS_ACCESS_KEY_ID'),
  secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
  ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
});
