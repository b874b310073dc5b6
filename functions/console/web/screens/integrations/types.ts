// The types of integrations as their forms need them. They are computed when the page is bundled, so that no screen needs the schemas.
import type { IntegrationKind } from '../../../../../entities/integrations/types/integration-kinds.ts';
import type { IntegrationType } from '../../../../../entities/integrations/types/integration-types.ts';
import type { Shape } from './fields.ts';

/** See infra/documents/console.ts. */
declare const INTEGRATION_FORMS: string;

interface TypeForm {
  readonly kind: IntegrationKind;
  /** True if its service posts webhooks to us. */
  readonly hasSender: boolean;
  readonly config: Shape;
  readonly credentials: Shape;
}

export const TYPES = JSON.parse(INTEGRATION_FORMS) as Readonly<Record<IntegrationType, TypeForm>>;

export const TYPE_NAMES = Object.keys(TYPES) as IntegrationType[];

export const typesOfKind = (kind: IntegrationKind): readonly IntegrationType[] =>
  TYPE_NAMES.filter((type) => TYPES[type].kind === kind);
