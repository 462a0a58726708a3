const LINE_FEED = 0x0a;

/** What is sent at once, and how many records that is. */
export interface Payload {
  readonly body: Buffer;
  readonly records: readonly Buffer[];
}

/** The lines of a file, each with its line feed; an empty file has none. */
export function linesOf(content: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < content.length;) {
    const end = content.indexOf(LINE_FEED, start);
    const next = end < 0 ? content.length : end + 1;
    lines.push(content.subarray(start, next));
    start = next;
  }
  return lines;
}

/** Records side by side, as many as fit. Undefined where one does not fit alone. */
export function payloadsOf(records: readonly Buffer[], isSingle: boolean, mostBytes: number): Payload[] | undefined {
  const groups: Buffer[][] = [];
  let size = 0;
  for (const record of records) {
    if (record.length > mostBytes) return undefined;
    const fits = !isSingle && groups.length > 0 && size + record.length <= mostBytes;
    if (fits) groups[groups.length - 1].push(record);
    else groups.push([record]);
    size = fits ? size + record.length : record.length;
  }
  return groups.map((group) => ({ body: Buffer.concat(group), records: group }));
}

/** Answers as one object, in their order. */
export function assembled(answers: readonly Buffer[], withLineFeeds: boolean): Buffer {
  return Buffer.concat(withLineFeeds ? answers.flatMap(endingInLineFeed) : answers);
}

function endingInLineFeed(answer: Buffer): Buffer[] {
  return answer.at(-1) === LINE_FEED ? [answer] : [answer, Buffer.from('\n')];
}

const CODE = /^(?:[A-Z][a-z]+){2,},*$/;

/** Whether a line stands in the place of a prediction, as this library's runtime writes it. */
export function isPlaceholder(line: string): boolean {
  if (!line.startsWith('{')) return CODE.test(line);
  try {
    const { code, error } = JSON.parse(line) as { code?: unknown; error?: unknown };
    return typeof code === 'string' && typeof error === 'string';
  } catch {
    return false;
  }
}
