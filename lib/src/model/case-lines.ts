import { InferenceError } from '../errors';
import { FieldChecks } from './field-checks';

/** Reads a file of one case a line; `check` notes what is wrong with one. Faults are thrown with `code`. */
export function readCases<T>(
  text: string,
  file: string,
  code: string,
  check: (document: unknown, checks: FieldChecks) => void,
): T[] {
  const cases: T[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const document = `${file} line ${index + 1}`;
    const parsed = parseLine(line, document, code);
    const checks = new FieldChecks();
    check(parsed, checks);
    checks.report(code, document);
    cases.push(parsed as T);
  });
  if (cases.length > 0) return cases;
  throw new InferenceError(code, `${file} (no case): must hold at least one. record one or remove the file`);
}

/** Without the reason the engine gives: it quotes the data. */
function parseLine(line: string, document: string, code: string): unknown {
  try {
    return JSON.parse(line.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new InferenceError(code, `${document} (not JSON): must be one case in JSON. correct the line`);
  }
}
