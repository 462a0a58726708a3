const SPECIAL = /[\\`*_[\]<>#|~&$]/g;
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
/** Keeps two characters apart for a machine, and together for a reader. */
const APART = '\u200b';

/**
 * Text that means nothing but itself in GitHub's and GitLab's Markdown, also in a table and at the start of a line: no
 * markup, no link, nobody mentioned.
 */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(INVISIBLE, ' ')
      .replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`)
      // Mentions and links are found in what was rendered, where an entity is a character again.
      .replace(/@(?=[\w-])|&#35;(?=\d)/g, (mark) => mark + APART)
      .replace(/\b(https?|ftp|mailto)(?=:)|\bwww(?=\.)/gi, (scheme) => scheme + APART)
      .replace(/^\s*([-+=]|\d+(?=[.)](\s|$)))/, (mark) => mark.trimStart() + APART)
  );
}
