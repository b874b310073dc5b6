// People of the workspace. Everyone exists unless the id or address contains `missing`.
// https://docs.slack.dev/reference/methods/users.lookupByEmail
import type { JsonObject } from '../../contracts.ts';
import { textOf } from '../reading.ts';
import { codeOf } from '../stable-ids.ts';
import type { Call, OutsideReply } from '../stand-in.ts';
import { failWith, ok, readArguments } from './arguments.ts';

export function userInfo(call: Call): OutsideReply {
  const id = textOf(readArguments(call).user);
  if (id === undefined || !/^[UW][A-Z0-9]{2,}$/.test(id) || id.includes('MISSING')) return failWith('user_not_found');
  return ok({ user: profile(id, call.state.get<string>('emails', id) ?? `${id.toLowerCase()}@example.com`) });
}

export function lookupByEmail(call: Call): OutsideReply {
  const email = textOf(readArguments(call).email)?.toLowerCase();
  if (!email?.includes('@') || email.includes('missing')) return failWith('users_not_found');
  const id = `U${codeOf(10, 'user', email)}`;
  call.state.put('emails', id, email);
  return ok({ user: profile(id, email) });
}

function profile(id: string, email: string): JsonObject {
  const name = email.split('@')[0] ?? email;
  return {
    id,
    team_id: 'T0WINDLASS',
    name,
    deleted: false,
    real_name: name,
    tz: 'Etc/UTC',
    is_bot: false,
    profile: { real_name: name, display_name: name, email, team: 'T0WINDLASS' },
  };
}
