// The texts of a version: every version has one localization, en-US, whose "What's New" is empty at first.
// https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-localizations
import type { JsonObject } from '../../contracts.ts';
import { textOf } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param } from '../stand-in.ts';
import { collection, single } from './apps.ts';
import { checkQuery, entityError, notFound, readEntity } from './errors.ts';
import { checkEditable, existingVersion, type Version } from './versions.ts';

const MAX_NOTES = 4000;

/** A localization as kept under its id in the collection `localizations`, from the first look at it. */
type Localization = { id: string; version: string; whatsNew: string | null };

export function listLocalizations(call: Call): OutsideReply {
  checkQuery(call, ['locale']);
  const version = existingVersion(call, param(call, 'id'));
  return collection(call, [localizationResource(call, localizationOf(call, version))]);
}

export function updateLocalization(call: Call): OutsideReply {
  const id = param(call, 'id');
  const localization =
    call.state.get<Localization>('localizations', id) ?? notFound('appStoreVersionLocalizations', id);
  const { attributes } = readEntity(call, {
    type: 'appStoreVersionLocalizations',
    attributes: { whatsNew: 'string', description: 'string', keywords: 'string', promotionalText: 'string' },
    relationships: {},
  });
  checkEditable(existingVersion(call, localization.version));
  const whatsNew = textOf(attributes.whatsNew) ?? localization.whatsNew;
  if (whatsNew !== null && whatsNew.length > MAX_NOTES) {
    const detail = `The attribute 'whatsNew' must not be longer than ${MAX_NOTES} characters`;
    return entityError(
      'ATTRIBUTE.INVALID.TOO_LONG',
      'The provided entity includes an attribute with an invalid value',
      detail,
      '/data/attributes/whatsNew',
    );
  }
  const changed = save(call, { ...localization, whatsNew });
  return { status: 200, body: single(call, localizationResource(call, changed)) };
}

function localizationOf(call: Call, version: Version): Localization {
  const id = uuidOf('localization', version.id);
  return call.state.get<Localization>('localizations', id) ?? save(call, { id, version: version.id, whatsNew: null });
}

function save(call: Call, localization: Localization): Localization {
  call.state.put('localizations', localization.id, localization);
  return localization;
}

function localizationResource(call: Call, { id, whatsNew }: Localization): JsonObject {
  return {
    type: 'appStoreVersionLocalizations',
    id,
    attributes: { locale: 'en-US', whatsNew, description: null, keywords: null, promotionalText: null },
    links: { self: `${call.base}/v1/appStoreVersionLocalizations/${id}` },
  };
}
