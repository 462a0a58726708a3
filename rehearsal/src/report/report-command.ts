import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeReport, type ReportOptions } from './make/make-report';
import { markdownOf } from './markdown/markdown';
import { pageOf } from './page/page';

export interface ReportOutput {
  readonly html?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

/** Makes the report, writes what is asked for, and returns what is to be printed and the exit code. */
export async function reportCommand(options: ReportOptions, output: ReportOutput) {
  const report = await makeReport(options);
  if (output.html !== undefined) write(output.html, pageOf(report));
  if (output.markdown !== undefined) write(output.markdown, markdownOf(report));
  const text = output.json ? `${JSON.stringify(report, undefined, 2)}\n` : markdownOf(report);
  const isWritten = !output.json && output.markdown !== undefined;
  return { text: isWritten ? '' : text, exitCode: report.conclusion.exitCode };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
