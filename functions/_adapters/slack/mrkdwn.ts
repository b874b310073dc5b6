// Text as Slack shows it (docs.slack.dev, "Formatting text for app surfaces"); used wherever words of others go into a message.

export const cut = (text: string, max: number) => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

/** These three are all that must be escaped. */
export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A link's address may not end its own markup. */
export const linked = (url: string, label: string) =>
  `<${url.replace(/[|<>\s]/g, (character) => encodeURIComponent(character))}|${escaped(label)}>`;
