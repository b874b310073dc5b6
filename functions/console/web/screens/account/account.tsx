// The own account: profile, password, passkeys, sessions and API tokens.
import { useMe } from '../../app/tenant.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens/tokens.tsx';

export function Account() {
  const { actor } = useMe();
  return (
    <Page title="Your account">
      <Profile userId={actor.id} />
      <Password />
      <Passkeys />
      <Sessions userId={actor.id} />
      <Section title="API tokens">
        <Tokens owner={actor.id} />
      </Section>
    </Page>
  );
}
