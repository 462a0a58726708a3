const LINE_FEED = 0x0a;

/** The lines of a body, as bytes: one that is not text must not spoil the others. A last empty line is none. */
export function splitLines(body: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < body.length;) {
    const end = body.indexOf(LINE_FEED, start);
    lines.push(body.subarray(start, end === -1 ? body.length : end));
    start = end === -1 ? body.length : end + 1;
  }
  return lines;
}

export function joinLines(lines: readonly Buffer[]): Buffer {
  const end = Buffer.from([LINE_FEED]);
  return Buffer.concat(lines.flatMap((line) => [line, end]));
}
