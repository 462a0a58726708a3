const cell = (text) => String(text).replaceAll('|', '\\|');

/** The lines of a table in Markdown. */
export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
}
