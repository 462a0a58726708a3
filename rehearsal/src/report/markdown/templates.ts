import { releaseLines } from '../../analysis/analysis-text';
import type { Report } from '../report-types';
import { plural } from '../words';
import { escapeMarkdown as md } from './escape';
import { bullets, folded } from './table';

/** More releases than a comment should tell of; the page has all. */
const MOST_RELEASES = 5;

/** What speaks against a release without any run, then each release minute by minute, folded. */
export function templatesText({ releases, findings }: Report): string | undefined {
  if (releases.length + findings.length === 0) return undefined;
  const found = findings.map(({ severity, id, path, message }) => `${severity} ${md(id)}, ${md(path)}: ${md(message)}`);
  const told = releases
    .slice(0, MOST_RELEASES)
    .map((release) => `**${md(release.path)}**: ${md(release.strategy)}\n\n${bullets(releaseLines(release).map(md))}`);
  const rest = releases.length - told.length;
  const more = rest === 0 ? [] : [`and ${plural(rest, 'more release')}, see the page`];
  return [
    ...(found.length === 0 ? [] : [`**What the templates tell**:\n\n${bullets(found)}`]),
    ...(told.length === 0
      ? []
      : [folded('What the templates tell, minute by minute', [...told, ...more].join('\n\n'))]),
  ].join('\n\n');
}
