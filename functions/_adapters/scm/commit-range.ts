// How many commits the clients of SCMs list: each page of a service has a hundred, and a task waits for all of them.

/** Unless a caller asks for more. */
export const USUAL_COMMITS = 250;
/** The most, even if a caller asks for more. */
export const MOST_COMMITS = 1000;
