// Versions as the App Store writes them. Pure, and without schemas.

/** Of up to three numbers alone: 1.5.0 of v1.5.0 and of 1.5.0+46, whose build Apple knows apart. */
export const asVersionString = (version: string): string => version.replace(/^v(?=\d)/, '').replace(/\+.*$/, '');
