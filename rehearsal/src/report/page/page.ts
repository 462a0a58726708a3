import { createHash } from 'node:crypto';
import type { Report } from '../report-types';
import { costText, countsText, headline } from '../summary';
import { plural } from '../words';
import type { Html } from './html';
import { Html as Markup, html } from './html';
import { accessSection } from './sections/access';
import { costSection } from './sections/cost';
import { modelsSection } from './sections/models';
import { plansSection } from './sections/plans';
import { quotasSection } from './sections/quotas';
import { rehearsalSection } from './sections/rehearsal';
import { resourcesSection } from './sections/resources';
import { rulesSection } from './sections/rules';
import { templatesSection } from './sections/templates';
import { STYLE } from './style';

/** The page carries nothing but its style, so that it can be mailed, kept and served under any policy. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** To the byte what the policy's hash is of. */
const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`);

/** The report as one self-contained HTML page: no script, no request. */
export function pageOf(report: Report): string {
  const sections = sectionsOf(report);
  return `<!doctype html>\n${html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <link rel="icon" href="data:," />
      <title>Deployment report: ${headline(report)}</title>
      ${STYLE_ELEMENT}
    </head>
    <body>
      <a class="skip" href="#content">Skip to the report</a>
      <header>
        <h1>Deployment report</h1>
        ${banner(report)} ${tiles(report)}
        <nav aria-label="Sections">
          <ul>
            ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
      </header>
      <main id="content">
        ${sections.map(
          ({ id, title, body }) =>
            html`<section aria-labelledby="${id}">
              <h2 id="${id}">${title}</h2>
              ${body}
            </section> `,
        )}
      </main>
      <footer>
        Made by <code>inference report</code> from what was synthesized, without any account. Nothing here was asked of
        AWS.
      </footer>
    </body>
  </html>`}\n`;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

function sectionsOf(report: Report): Section[] {
  return [
    ...(report.twoStepPlans.length === 0
      ? []
      : [{ id: 'steps', title: 'Needs more than one deployment', body: plansSection(report) }]),
    { id: 'rehearsal', title: 'Rehearsal', body: rehearsalSection(report) },
    ...(report.releases.length + report.findings.length === 0
      ? []
      : [{ id: 'templates', title: 'What the templates tell', body: templatesSection(report) }]),
    { id: 'models', title: 'Models', body: modelsSection(report) },
    { id: 'resources', title: 'Resources', body: resourcesSection(report) },
    { id: 'cost', title: 'Cost', body: costSection(report) },
    { id: 'access', title: 'Access', body: accessSection(report) },
    { id: 'rules', title: 'Rules', body: rulesSection(report) },
    { id: 'quotas', title: 'Quotas', body: quotasSection(report) },
    ...(report.notes.length === 0
      ? []
      : [
          {
            id: 'notes',
            title: 'Notes',
            body: html`<ul>
              ${report.notes.map((note) => html`<li>${note}</li>`)}
            </ul>`,
          },
        ]),
  ];
}

function banner(report: Report): Html {
  const { against } = report.conclusion;
  return html`<div class="banner${report.conclusion.exitCode !== 0 && ' bad'}">
    <p><strong>${headline(report)}</strong></p>
    ${
      against.length > 0 &&
      html`<ul>
        ${against.map((text) => html`<li>${text}</li>`)}
      </ul>`
    }
  </div>`;
}

function tiles(report: Report): Html {
  const { rehearsal, access, rules } = report;
  const exposure = rehearsal.played
    ? rehearsal.result.deployments.map(({ exposure: { requests } }) => requests).reduce((sum, one) => sum + one, 0)
    : 0;
  const wildcards = access.widened.reduce((sum, grant) => sum + grant.wildcards.length, 0);
  const all = [
    {
      label: 'Rehearsal',
      value: rehearsal.played ? rehearsal.result.verdict.replaceAll('-', ' ') : 'not played',
      detail: rehearsal.played
        ? `${plural(Math.round(exposure), 'request')} met the new version before the decision`
        : '',
    },
    { label: 'Resources', value: String(report.resources.length), detail: countsText(report.resources) },
    { label: 'Cost at typical traffic', value: costValue(report), detail: costText(report.cost) },
    {
      label: 'Access',
      value: access.widened.length === 0 ? 'not widened' : `${access.widened.length} widened`,
      detail: access.widened.length === 0 ? '' : `${plural(wildcards, 'wildcard')} among them`,
    },
    {
      label: 'Rules',
      value: rules.broken.length === 0 ? 'none broken' : `${rules.broken.length} broken`,
      detail: `${rules.resolved.length} no longer broken, ${rules.unchanged.length} as before`,
    },
  ];
  return html`<ul class="tiles">
    ${all.map(
      ({ label, value, detail }) =>
        html`<li>
          <span class="label">${label}</span><span class="value">${value}</span><span class="detail">${detail}</span>
        </li>`,
    )}
  </ul>`;
}

function costValue({ cost: { total } }: Report): string {
  const change = total.after.usd[1] - total.before.usd[1];
  if (Math.abs(change) < 0.005) return 'no change known';
  return `${change > 0 ? '+' : '−'}$${Math.abs(change).toFixed(2)}/month`;
}
