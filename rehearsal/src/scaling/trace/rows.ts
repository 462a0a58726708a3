/** A line of a trace, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

type Invalid = (what: string, limit: string) => Error;

/** Reads JSON Lines of objects, or CSV with a header; of bare numbers, as a column `requests`. */
export function rowsIn(text: string, invalid: Invalid): Row[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return isJson(lines[0]) ? jsonRows(lines, invalid) : csvRows(lines);
}

function isJson(line: string | undefined): boolean {
  return line?.trimStart().startsWith('{') === true;
}

function jsonRows(lines: readonly string[], invalid: Invalid): Row[] {
  return lines.map((line, i) => {
    try {
      const row = JSON.parse(line) as unknown;
      if (typeof row === 'object' && row !== null) return row as Row;
    } catch {
      // Told below, without what the line holds.
    }
    throw invalid(`line ${i + 1} (no JSON object)`, 'JSON');
  });
}

/** Numbers and times need no quotes, so none are read. */
function csvRows(lines: readonly string[]): Row[] {
  const cells = lines.map((line) => line.split(',').map((cell) => cell.trim()));
  if (cells.length === 0 || cells[0].every((cell) => numberIn(cell) !== undefined)) {
    return cells.map(([requests]) => ({ requests }));
  }
  const [head, ...rest] = cells;
  return rest.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
}

/** Text of a number counts as one. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
