import type { Reason, Report, ResourceChange } from '../../report-types';
import { ACTIONS, byWeight, countsText } from '../../summary';
import type { Html } from '../html';
import { html } from '../html';
import { breakable } from '../breakable';
import { table } from '../table';

const TONES = {
  replace: 'bad',
  'may-replace': 'warn',
  delete: 'bad',
  retain: 'warn',
  update: '',
  create: 'new',
} as const;

/** Every resource that changes: what becomes of it, because of what, and what that means meanwhile. */
export function resourcesSection({ resources }: Report): Html {
  if (resources.length === 0) return html`<p>No resource changes.</p>`;
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  return html`<p>${capital(countsText(resources))}.</p>
    ${stacks.map((stack) =>
      table(
        `Stack ${stack}`,
        ['resource', 'what happens', 'because', 'meanwhile'],
        byWeight(resources.filter((change) => change.stack === stack)).map(row),
      ),
    )}`;
}

function row(change: ResourceChange): Html[] {
  const { path, type, action, because, consequence } = change;
  return [
    html`${breakable(path)}<br /><span class="soft small">${breakable(type)}</span>`,
    html`<span class="tag ${TONES[action]}">${ACTIONS[action]}</span>`,
    because.length === 0
      ? html`<span class="soft">the resource ${action === 'create' ? 'is new' : 'is gone'}</span>`
      : reasonsList(because),
    consequence === undefined
      ? html`<span class="soft">nothing known</span>`
      : html`${consequence.downtime}${consequence.billing !== undefined && html`<br />billed: ${consequence.billing}`}
          <a class="small" href="${consequence.source}">source</a>`,
  ];
}

const SHOWN = 3;

function reasonsList(because: readonly Reason[]): Html {
  const shown = because.slice(0, SHOWN);
  const rest = because.slice(SHOWN);
  return html`${shown.map(reasonLine)}${
    rest.length > 0 &&
    html`<details>
      <summary>${rest.length} more</summary>
      ${rest.map(reasonLine)}
    </details>`
  }`;
}

function reasonLine({ property, effect, before, after }: Reason): Html {
  const values =
    before === undefined && after === undefined
      ? ''
      : html`:
        ${before === undefined ? '' : html`<code>${before}</code>`}${before !== undefined && ' → '}${after === undefined ? 'gone' : html`<code>${after}</code>`}`;
  return html`<div class="reason">
    ${effect !== 'updates' && html`<strong>${effect}</strong> `}${property}${values}
  </div>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
