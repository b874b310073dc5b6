// A registered OpenID issuer whose JWTs CI systems present as bearer tokens, with the rules that their claims must fit.
import {
  boolean,
  defineEntity,
  defineRecord,
  type ItemOf,
  json,
  list,
  number,
  text,
} from '../../_base/table/entity.ts';
import { issuerCountKeys, issuerKeys } from './issuer.keys.ts';

export const issuerDefinition = defineEntity('issuer', issuerKeys, {
  issuerId: text,
  name: text,
  /** The claim `iss`: an https URL without a slash at its end. */
  issuer: text,
  audience: text,
  /** By claim: the allowed texts, in which a star stands for any characters. See issuer.model.ts. */
  claims: json,
  scopes: list(text),
  isActive: boolean,
  createdBy: text,
  createdByName: text,
});

export const issuerCountDefinition = defineRecord('issuerCount', issuerCountKeys, { issuerCount: number });

export type IssuerItem = ItemOf<typeof issuerDefinition>;
