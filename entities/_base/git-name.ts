// Checks names of branches and tags by git's rules. https://git-scm.com/docs/git-check-ref-format

/** Control characters, space, DEL, half a surrogate pair, and characters with a meaning in a revision or a pattern. */
const REFUSED = String.raw`\0-\x20\x7f\u{d800}-\u{dfff}~^:?*[\\`;
const FORBIDDEN = String.raw`\.\.|\/[/.]|@\{|\.lock(?:\/|$)|[/.]$`;

/** The rules of `git check-ref-format --branch`; `@` alone means HEAD. */
export const GIT_NAME = new RegExp(`^(?![-/.]|(?:@|HEAD)$)(?!.*(?:${FORBIDDEN}))[^${REFUSED}]+$`, 'u');
