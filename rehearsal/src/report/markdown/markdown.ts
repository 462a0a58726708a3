import type { Report } from '../report-types';
import { headline } from '../summary';
import { escapeMarkdown as md } from './escape';
import {
  accessText,
  costSummary,
  modelsText,
  plansText,
  quotasText,
  rehearsalText,
  resourcesText,
  rulesText,
} from './sections';
import { bullets, folded } from './table';
import { templatesText } from './templates';

/** By which a workflow finds the comment that it wrote before. */
export const MARKER = '<!-- inference report -->';

/** GitHub's and GitLab's longest comments are 65,536 characters and a million; what is longer is cut. */
const LONGEST = 60_000;

/** The report as the comment of a pull request: the verdict first, details folded. */
export function markdownOf(report: Report): string {
  const { conclusion, notes } = report;
  const parts = [
    MARKER,
    `### ${conclusion.exitCode === 0 ? '✅' : '❌'} ${md(headline(report))}`,
    plansText(report),
    rehearsalText(report),
    rulesText(report),
    templatesText(report),
    modelsText(report),
    resourcesText(report),
    costSummary(report),
    accessText(report),
    quotasText(report),
    notes.length === 0 ? undefined : folded('Notes', bullets(notes.map(md))),
  ].filter((part) => part !== undefined);
  return `${cut(parts)}\n`;
}

/** Whole parts only, so that no table or fold stays open. */
function cut(parts: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (length + part.length > LONGEST)
      return [...kept, 'The rest is too long for a comment: see the page.'].join('\n\n');
    kept.push(part);
    length += part.length + 2;
  }
  return kept.join('\n\n');
}
