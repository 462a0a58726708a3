import type { Report } from '../../report-types';
import type { BrokenRule } from '../../rules/rule-changes';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** Rules that are newly broken, that no longer are, and that still are. */
export function rulesSection({ rules }: Report): Html {
  const { broken, resolved, unchanged } = rules;
  return html`${broken.length === 0 ? html`<p>No rule is newly broken.</p>` : list('Newly broken', broken)}
  ${resolved.length > 0 && list('No longer broken', resolved)}
  ${
    unchanged.length > 0 &&
    html`<details>
      <summary>Broken as before: ${unchanged.length}</summary>
      ${list('Broken as before', unchanged)}
    </details>`
  }`;
}

function list(caption: string, rules: readonly BrokenRule[]): Html {
  return table(
    caption,
    ['rule', 'severity', 'where', 'what'],
    rules.map(({ rule, severity, path, message, why, source }) => [
      html`<code>${rule}</code>`,
      html`<span class="tag ${severity === 'error' ? 'bad' : 'warn'}">${severity}</span>`,
      path,
      html`${message}<br /><span class="soft">${why}</span>
        ${/^https:/.test(source) && html`<a class="small" href="${source}">source</a>`}`,
    ]),
  );
}
