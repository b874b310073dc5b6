// The words about a user that a password must not be made of.
interface Named {
  readonly email: string;
  readonly username: string;
  readonly fullName: string;
}

export const wordsAbout = (user: Named, tenant?: { readonly slug: string; readonly name: string }): string[] => [
  ...[user.email, user.username, user.fullName],
  ...(tenant ? [tenant.slug, tenant.name] : []),
];
