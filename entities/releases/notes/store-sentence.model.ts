// The default "What's New" of an app: a sentence in the users' language, which the store's integration may replace. The changelog is for
// developers and stays on the page of the SCM. Pure.

const SENTENCES: Readonly<Record<string, string>> = {
  ar: 'إصلاحات للأخطاء وتحسينات في الأداء.',
  cs: 'Opravy chyb a vylepšení výkonu.',
  da: 'Fejlrettelser og forbedringer af ydeevnen.',
  de: 'Fehlerbehebungen und Leistungsverbesserungen.',
  el: 'Διορθώσεις σφαλμάτων και βελτιώσεις απόδοσης.',
  en: 'Bug fixes and performance improvements.',
  es: 'Corrección de errores y mejoras de rendimiento.',
  fi: 'Virhekorjauksia ja suorituskyvyn parannuksia.',
  fr: 'Corrections de bugs et améliorations des performances.',
  hu: 'Hibajavítások és teljesítménybeli fejlesztések.',
  id: 'Perbaikan bug dan peningkatan performa.',
  it: 'Correzioni di bug e miglioramenti delle prestazioni.',
  ja: '不具合の修正とパフォーマンスの改善を行いました。',
  ko: '버그 수정 및 성능 개선.',
  nb: 'Feilrettinger og ytelsesforbedringer.',
  nl: 'Bugfixes en prestatieverbeteringen.',
  pl: 'Poprawki błędów i usprawnienia wydajności.',
  pt: 'Correções de erros e melhorias de desempenho.',
  ro: 'Remedieri de erori și îmbunătățiri ale performanței.',
  ru: 'Исправления ошибок и улучшения производительности.',
  sv: 'Felrättningar och prestandaförbättringar.',
  tr: 'Hata düzeltmeleri ve performans iyileştirmeleri.',
  uk: 'Виправлення помилок і покращення продуктивності.',
  vi: 'Sửa lỗi và cải thiện hiệu suất.',
  'zh-Hans': '修复错误并提升性能。',
  'zh-Hant': '修正錯誤並提升效能。',
};

type Texts = Readonly<Record<string, string>>;

/** The sentences for languages without a text in `configured`. */
function sentencesBeside(configured: Texts): Texts {
  const languageOf = (locale: string) => locale.split('-')[0]?.toLowerCase();
  const known = Object.keys(configured).map(languageOf);
  return Object.fromEntries(Object.entries(SENTENCES).filter(([locale]) => !known.includes(languageOf(locale))));
}

/**
 * The texts for locales that `written` lacks: the texts of the integration and the sentences. If people wrote the text of the main
 * locale, it serves all other languages instead of the sentences.
 */
export const defaultsBeside = (written: Texts, mainLocale: string, configured: Texts = {}): Texts =>
  written[mainLocale] === undefined ? { ...sentencesBeside(configured), ...configured } : configured;
