import { releaseLines } from '../../../analysis/analysis-text';
import type { AnalysisFinding } from '../../../analysis/analysis-types';
import type { Report } from '../../report-types';
import { breakable } from '../breakable';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** What is known without a run: what speaks against a release, and how each comes, minute by minute. */
export function templatesSection({ releases, findings }: Report): Html {
  return html`${findings.length === 0 ? html`<p>Nothing speaks against a release.</p>` : findingsTable(findings)}
  ${releases.map(
    (release) =>
      html`<h3>${release.path}</h3>
        <p>${release.strategy}.</p>
        <ul class="small">
          ${releaseLines(release).map((line) => html`<li>${line}</li>`)}
        </ul>`,
  )}`;
}

function findingsTable(findings: readonly AnalysisFinding[]): Html {
  return table(
    'What speaks against a release',
    ['finding', 'severity', 'where', 'what'],
    findings.map(({ id, severity, path, message }) => [
      html`<code>${id}</code>`,
      html`<span class="tag ${severity === 'error' ? 'bad' : 'warn'}">${severity}</span>`,
      breakable(path),
      message,
    ]),
  );
}
