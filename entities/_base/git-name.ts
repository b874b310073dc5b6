// What git takes as the name of a branch or a tag. https://git-scm.com/docs/git-check-ref-format

/** Space, DEL and what is below a space, half a surrogate pair, and what has a meaning of its own in a revision or a pattern. */
const REFUSED = String.raw`\0-\x20\x7f\u{d800}-\u{dfff}~^:?*[\\`;
const FORBIDDEN = String.raw`\.\.|\/[/.]|@\{|\.lock(?:\/|$)|[/.]$`;

/** By `git check-ref-format --branch`; `@` alone means HEAD. */
export const GIT_NAME = new RegExp(`^(?![-/.]|(?:@|HEAD)$)(?!.*(?:${FORBIDDEN}))[^${REFUSED}]+$`, 'u');
