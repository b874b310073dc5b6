// A stopped environment with a freeze window of its own, which takes releases automatically.
import type { Making } from './making.ts';

/** Answers the id of the one that is stopped. */
export async function makeEnvironments({ admin, words, shown }: Making): Promise<string> {
  const environment = { 'name of an environment': words('Production EU', 100) };
  const about = {
    'short name of an environment': words('prod', 100),
    'description of an environment': words('Where our customers are.', 300),
  };
  const { id } = await admin.must('POST /environments', {
    body: {
      name: about['short name of an environment'],
      displayName: environment['name of an environment'],
      description: about['description of an environment'],
      tier: 'PRODUCTION',
      ...{ order: 50, requiredApprovals: 2, requireSod: true, soakMinutes: 90, autoPromote: true },
      // As JSON it is not shown as it was written.
      config: { region: words('eu-central-1', 300) },
    },
  });
  await admin.must('POST /environments', {
    body: { name: 'preview', displayName: 'Preview', tier: 'STAGING', order: 40, soakMinutes: 30 },
  });

  const window = { 'name of a freeze window': words('Christmas', 100) };
  const more = { 'description of a freeze window': words('Nobody is there to mend it.', 300) };
  const made = await admin.must('POST /freeze-windows', {
    body: {
      name: window['name of a freeze window'],
      description: more['description of a freeze window'],
      environments: [id],
      rrule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=20',
      dtstart: '2026-12-20T18:00',
      duration: 'P2W',
    },
  });
  const hours = { 'name of a window that allows': words('Office hours', 100) };
  await admin.must('POST /freeze-windows', {
    body: {
      name: hours['name of a window that allows'],
      effect: 'ALLOW',
      rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH',
      dtstart: '2026-01-05T09:00',
      duration: 'PT8H',
      allowRollback: true,
    },
  });

  const stop = { 'reason of a stop': words('The database fails over.', 300) };
  await admin.must('POST /environments/{environment}/stop', {
    params: { environment: id },
    body: { reason: stop['reason of a stop'] },
  });
  shown('environments', environment);
  shown(`environments/${id}`, { ...environment, ...about, ...stop, ...window, ...hours });
  shown('freeze-windows', { ...window, ...hours });
  shown(`freeze-windows/${made.id}`, { ...window, ...more, ...environment });
  for (const screen of [
    'live',
    'automatic-promotions',
    'deployments',
    'agents',
    `environments/${id}/compare?other=preview`,
  ]) {
    shown(screen, environment);
  }
  return id;
}
