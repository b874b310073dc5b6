// The body of a train from the fields of its form. Fields of the template that the form does not show stay as they are.
import type { Input } from '../../../../client.ts';
import type { Item } from '../../app/data.ts';
import { textOf } from '../../app/sending.ts';

export type Train = Item<'GET /trains'>;
type NewTrain = Input<'POST /trains'>['body'];

/** The first target is the primary one, so known ids keep their order. */
function chosen(form: FormData, name: string, known: unknown): string[] {
  const given = form.getAll(name).map(String);
  const before = ((known ?? []) as string[]).filter((id) => given.includes(id));
  return [...before, ...given.filter((id) => !before.includes(id))];
}

const numberOf = (form: FormData, name: string): number | undefined => {
  const text = textOf(form, name);
  return text === undefined ? undefined : Number(text);
};

const templateOf = (form: FormData, before: Train['template']): NewTrain['template'] => ({
  ...before,
  scmIntegrationId: textOf(form, 'scmIntegrationId') ?? '',
  baseBranch: textOf(form, 'baseBranch'),
  targets: chosen(form, 'targets', before.targets),
  pipelines: chosen(form, 'pipelines', before.pipelines),
  communicationIntegrationId: textOf(form, 'communicationIntegrationId'),
  ticketIntegrationId: textOf(form, 'ticketIntegrationId'),
  description: textOf(form, 'description'),
  autoKickoff: form.has('autoKickoff'),
});

const commonOf = (form: FormData, before: Train['template']) => ({
  name: textOf(form, 'name') ?? '',
  rrule: textOf(form, 'rrule') ?? '',
  timeZone: textOf(form, 'timeZone') ?? '',
  versionBump: (textOf(form, 'versionBump') ?? 'MINOR') as Train['versionBump'],
  skipUnchanged: form.has('skipUnchanged'),
  template: templateOf(form, before),
});

export const newTrain = (form: FormData): NewTrain => ({
  ...commonOf(form, {}),
  service: textOf(form, 'service') ?? '',
  dtstart: textOf(form, 'dtstart'),
  noticeHours: numberOf(form, 'noticeHours'),
  dueAfterDays: numberOf(form, 'dueAfterDays'),
});

/** A first departure is part of the change only if the person gave another one. */
export function changedTrain(form: FormData, before: Train): Input<'PATCH /trains/{train}'>['body'] {
  const dtstart = textOf(form, 'dtstart');
  const isMoved = dtstart !== undefined && !before.dtstart.startsWith(dtstart);
  return {
    ...commonOf(form, before.template),
    ...(isMoved && { dtstart }),
    noticeHours: numberOf(form, 'noticeHours') ?? null,
    dueAfterDays: numberOf(form, 'dueAfterDays') ?? null,
  };
}
