import { Fault } from '../errors';

/** The fields of one line, as RFC 4180 has them, except that no field spans lines. */
export function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) {
    return line.split(',');
  }
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const [field, end] = line[at] === '"' ? quotedField(line, at) : plainField(line, at);
    fields.push(field);
    if (end === line.length) {
      return fields;
    }
    if (line[end] !== ',') {
      throw badQuotes();
    }
    at = end + 1;
  }
}

function plainField(line: string, start: number): [string, number] {
  const comma = line.indexOf(',', start);
  const end = comma === -1 ? line.length : comma;
  const field = line.slice(start, end);
  if (field.includes('"')) {
    throw badQuotes();
  }
  return [field, end];
}

function quotedField(line: string, start: number): [string, number] {
  let field = '';
  for (let at = start + 1; ;) {
    const quote = line.indexOf('"', at);
    if (quote === -1) {
      throw badQuotes();
    }
    field += line.slice(at, quote);
    if (line[quote + 1] !== '"') {
      return [field, quote + 1];
    }
    field += '"';
    at = quote + 2;
  }
}

function badQuotes(): Fault {
  return new Fault('BodyInvalid', 'The body is not CSV: a quoted field is not closed, or has text around its quotes.', {
    expected: 'CSV without line breaks inside fields',
    got: 'unbalanced quotes',
  });
}

/** A text as one field. */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
