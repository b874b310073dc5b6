// Checks that a train can run: a release could be created from its template now, and its schedule has a departure. Called
// when a train is created, changed or switched on; each departure checks again.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { FieldProblem } from '../../entities/_base/errors.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { type Standing, standingProblems } from '../../entities/catalog/services/service.model.ts';
import { assertMayNamePilot } from '../../entities/releases/planning/pilot.model.ts';
import { namedIntegrations, validateTemplate } from '../../entities/releases/planning/release.validation.ts';
import { trainErrors } from '../../entities/trains/errors.ts';
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import type { checksOf, TrainTemplate, Upcoming } from '../../entities/trains/train.model.ts';
import type { Caller } from '../_kit/save.ts';
import type { TrainsDeps } from './deps.ts';

type Deps = Pick<TrainsDeps, 'integrations' | 'people' | 'services'>;

async function templateProblems(
  caller: Caller,
  template: TrainTemplate,
  { integrations, people }: Deps,
): Promise<FieldProblem[]> {
  const { tenantId } = caller;
  const { releasePilotId } = template;
  const [found, pilot] = await Promise.all([
    integrations.getMany(tenantId, namedIntegrations(template)),
    releasePilotId === undefined ? undefined : people.membershipOf(tenantId, releasePilotId),
  ]);
  const problems = validateTemplate(template, { integrations: found, pilot });
  if (releasePilotId !== undefined && problems.length === 0) assertMayNamePilot(caller, { role: pilot?.role });
  return problems.map((problem) => ({ ...problem, path: `template.${problem.path}` }));
}

/** The service must be active, and have next versions. */
function serviceProblems({ service: name }: TrainItem, service: Standing | undefined): FieldProblem[] {
  const problems = standingProblems(name, service);
  if (problems.length > 0 || service?.versionScheme !== 'OPAQUE') return problems;
  const message = `${name} orders its versions by OPAQUE, which knows no next version`;
  return [{ path: 'service', code: 'train.no_next_version', message }];
}

const scheduleProblems = (upcoming: Upcoming): FieldProblem[] =>
  'at' in upcoming ? [] : [{ path: 'rrule', code: 'train.no_departure', message: upcoming.reason }];

/** Conditions for the transaction: everything that the template names is unchanged. */
function holds({ tenantId }: Caller, template: TrainTemplate, { integrations, people }: Deps): Write[] {
  const changed = baseErrors.conflict();
  const { releasePilotId } = template;
  return [
    ...namedIntegrations(template).map((ref) => {
      const condition = ref.kind === 'SCM' || ref.kind === 'TARGET' ? 'VERIFIED' : 'ACTIVE';
      return integrations.check(tenantId, ref, condition, changed);
    }),
    ...(releasePilotId === undefined ? [] : [people.checkMember(tenantId, releasePilotId, changed)]),
  ];
}

/**
 * The conditions to save the train with. `upcoming` is the next departure of its schedule. Throws `train.invalid` with
 * every problem.
 */
export async function assertRuns(
  caller: Caller,
  train: TrainItem,
  upcoming: Upcoming,
  checks: ReturnType<typeof checksOf> & { readonly isNew?: true },
  deps: Deps,
): Promise<Write[]> {
  const template = train.template as TrainTemplate;
  const service = checks.template ? await deps.services.bySlug(caller.tenantId, train.service) : undefined;
  const fields = [
    ...(checks.template ? serviceProblems(train, service) : []),
    ...(checks.schedule ? scheduleProblems(upcoming) : []),
    ...(checks.template ? await templateProblems(caller, template, deps) : []),
  ];
  if (fields.length > 0) {
    throw trainErrors.invalid({ detail: fields.map(({ path, message }) => `${path} ${message}`).join('; '), fields });
  }
  const uses = checks.isNew && service ? [deps.services.use(service)] : [];
  return checks.template ? [...uses, ...holds(caller, template, deps)] : [];
}
