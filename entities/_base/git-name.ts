// What git takes as the name of a branch or a tag.

/** What git takes, less the exotic (git-check-ref-format). */
export const GIT_NAME = /^(?!.*(?:\.\.|\/[/.]|@\{|\.lock(?:\/|$)|[/.]$))[A-Za-z0-9_][A-Za-z0-9._/+@-]*$/;
