// The languages of an app and of its versions: en-US without notes, unless `PUT /_languages/{app}` set others before the version
// was first read. https://developer.apple.com/documentation/appstoreconnectapi/app-store-version-localizations
import { type JsonObject, parseJson } from '../../contracts.ts';
import { dig, textOf } from '../reading.ts';
import { uuidOf } from '../stable-ids.ts';
import { type Call, type OutsideReply, param, refuse } from '../stand-in.ts';
import { existingApp } from './apps.ts';
import { checkQuery, collection, entityError, notFound, readEntity, resource, single, stateError } from './json-api.ts';
import { checkEditable, existingVersion, hasBeenOnSale, type Version } from './versions.ts';

const TYPE = 'appStoreVersionLocalizations';
const MAX_NOTES = 4000;
// biome-ignore format: a list of codes is read in lines, not one below the other
const LOCALES = [
  'ar-SA', 'ca', 'cs', 'da', 'de-DE', 'el', 'en-AU', 'en-CA', 'en-GB', 'en-US', 'es-ES', 'es-MX', 'fi', 'fr-CA', 'fr-FR',
  'he', 'hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'ms', 'nl-NL', 'no', 'pl', 'pt-BR', 'pt-PT', 'ro', 'ru', 'sk', 'sv', 'th',
  'tr', 'uk', 'vi', 'zh-Hans', 'zh-Hant',
];
const TEXTS = { whatsNew: 'string', description: 'string' } as const;

/** A localization as kept under its id in the collection `localizations`, from the first look at its version's. */
type Localization = { id: string; version: string; locale: string; whatsNew: string | null };

/** Of an app's next version: those of the app itself, and those a version begins with. */
type Languages = { app: string[]; version: string[]; isNew?: boolean };

/** `{ "app": ["en-US", "fr-FR"], "version": ["en-US"] }`, the primary one first; with `"isNew": true` of an app that was never on sale. */
export function setLanguages(call: Call): OutsideReply {
  const body = parseJson(call.request.body);
  const [app, version] = [dig(body, 'app'), dig(body, 'version')];
  const areKnown = [app, version].every(
    (list) => Array.isArray(list) && list.every((one) => LOCALES.includes(String(one))),
  );
  if (!areKnown) return refuse(400, { error: 'app and version must be lists of locales of the App Store' });
  const isNew = dig(body, 'isNew') === true;
  call.state.put('languages', param(call, 'app'), { app, version, isNew } as Languages);
  return { status: 204 };
}

export const languagesOf = (call: Call, app: string): Languages =>
  call.state.get<Languages>('languages', app) ?? { app: ['en-US'], version: ['en-US'] };

/** An app has one description here: that of the version that is being prepared. */
export function listAppInfos(call: Call): OutsideReply {
  const app = existingApp(param(call, 'id'));
  return collection(call, [resource('appInfos', `info-${app}`, { state: 'PREPARE_FOR_SUBMISSION' })]);
}

export function listAppInfoLocalizations(call: Call): OutsideReply {
  checkQuery(call, ['locale']);
  const id = param(call, 'id');
  if (!id.startsWith('info-')) return notFound('appInfos', id);
  const { app } = languagesOf(call, id.slice('info-'.length));
  const resources = app.map((locale) => resource('appInfoLocalizations', uuidOf(id, locale), { locale }));
  return collection(call, resources);
}

export function listLocalizations(call: Call): OutsideReply {
  checkQuery(call, ['locale']);
  const version = existingVersion(call, param(call, 'id'));
  return collection(call, localizationsOf(call, version).map(localizationResource));
}

export function createLocalization(call: Call): OutsideReply {
  const { attributes, related } = readEntity(
    call,
    TYPE,
    { 'locale!': LOCALES, ...TEXTS },
    { 'appStoreVersion!': 'appStoreVersions' },
  );
  const version = existingVersion(call, related.appStoreVersion ?? '');
  checkEditable(version);
  const locale = String(attributes.locale);
  if (localizationsOf(call, version).some((other) => other.locale === locale)) {
    const detail = `The language '${locale}' has already been added to this version`;
    return entityError('ATTRIBUTE.INVALID.DUPLICATE', detail, '/data/attributes/locale');
  }
  const whatsNew = checkedNotes(call, version, textOf(attributes.whatsNew) ?? null);
  const created = save(call, { id: uuidOf('localization', version.id, locale), version: version.id, locale, whatsNew });
  return single(localizationResource(created), 201);
}

export function updateLocalization(call: Call): OutsideReply {
  const id = param(call, 'id');
  const localization = call.state.get<Localization>('localizations', id) ?? notFound(TYPE, id);
  const { attributes } = readEntity(call, TYPE, TEXTS);
  const version = existingVersion(call, localization.version);
  checkEditable(version);
  const whatsNew = checkedNotes(call, version, textOf(attributes.whatsNew) ?? localization.whatsNew);
  const changed = save(call, { ...localization, whatsNew });
  return single(localizationResource(changed));
}

/** 409 unless a version that is submitted has the languages of its app. */
export function checkLanguages(call: Call, version: Version): void {
  const has = localizationsOf(call, version).map(({ locale }) => locale);
  const { app } = languagesOf(call, version.app);
  if (app.length === has.length && app.every((locale) => has.includes(locale))) return;
  stateError(`The app has the languages ${app.join(', ')}, this version has ${has.join(', ')}.`);
}

/** 409 for notes that Apple does not take: too long, with an emoji, or of an app's first version. */
function checkedNotes(call: Call, version: Version, whatsNew: string | null): string | null {
  if (whatsNew === null) return whatsNew;
  const isFirst = languagesOf(call, version.app).isNew === true && !hasBeenOnSale(call, version);
  if (isFirst) return stateError("Attribute 'whatsNew' cannot be edited at this time", 'STATE_ERROR');
  const [emoji] = /\p{Emoji_Presentation}/u.exec(whatsNew) ?? [];
  if (emoji !== undefined) {
    const detail = `The attribute 'whatsNew' can't contain the following characters: ${emoji}.`;
    return entityError('ATTRIBUTE.INVALID.INVALID_CHARACTERS', detail, '/data/attributes/whatsNew');
  }
  if (whatsNew.length <= MAX_NOTES) return whatsNew;
  const detail = `The attribute 'whatsNew' must not be longer than ${MAX_NOTES} characters`;
  return entityError('ATTRIBUTE.INVALID.TOO_LONG', detail, '/data/attributes/whatsNew');
}

function localizationsOf(call: Call, version: Version): Localization[] {
  const kept = call.state.list<Localization>('localizations').filter((one) => one.version === version.id);
  if (kept.length > 0) return kept;
  return languagesOf(call, version.app).version.map((locale) =>
    save(call, { id: uuidOf('localization', version.id, locale), version: version.id, locale, whatsNew: null }),
  );
}

const save = (call: Call, localization: Localization): Localization =>
  call.state.put('localizations', localization.id, localization);

const localizationResource = ({ id, locale, whatsNew }: Localization): JsonObject =>
  resource(TYPE, id, { locale, whatsNew });
