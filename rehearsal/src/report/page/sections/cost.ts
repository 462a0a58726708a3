import type { AtTraffic, CostItem, CostTotal } from '../../cost/cost-types';
import type { Report } from '../../report-types';
import { dollars, plural } from '../../words';
import type { Html } from '../html';
import { html } from '../html';
import { breakable } from '../breakable';
import { table } from '../table';

const HEAD = ['what', 'before: min', 'typical', 'max', 'after: min', 'typical', 'max', 'how'];

/** What a month costs, before and after. */
export function costSection({ cost }: Report): Html {
  const { items, total, assumptions, prices, region } = cost;
  return html`${
      items.length === 0
        ? html`<p>Nothing whose price is computed.</p>`
        : table(
            `US dollars a month in ${region}, at minimum, typical and maximum traffic`,
            HEAD,
            [...items.map(row), totalRow(total.before, total.after)],
            [1, 2, 3, 4, 5, 6],
          )
    }
    <ul class="small">
      ${assumptions.map((text) => html`<li>${text}</li>`)}
    </ul>
    ${
      prices.length > 0 &&
      html`<details>
        <summary>Prices used: ${prices.length}</summary>
        ${table(
          'Prices, how sure they are, and when they were captured',
          ['key', 'US dollars', 'mark', 'as of'],
          prices.map(({ key, usd, mark, asOf }) => [html`<code>${key}</code>`, String(usd), mark, asOf]),
          [1],
        )}
      </details>`
    }`;
}

function row({ path, what, before, after, basis }: CostItem): (Html | string)[] {
  return [
    html`${breakable(path)}<br /><span class="soft small">${what}</span>`,
    ...cells(before),
    ...cells(after),
    html`<span class="small">${basis.join('; then ')}</span>`,
  ];
}

function cells(usd: AtTraffic | undefined): string[] {
  return [0, 1, 2].map((level) => {
    const value = usd?.[level];
    return usd === undefined ? '–' : value === null || value === undefined ? 'not known' : dollars(value);
  });
}

function totalRow(before: CostTotal, after: CostTotal): (Html | string)[] {
  const missing = Math.max(before.notKnown, after.notKnown);
  return [
    html`<strong>Known in all</strong>`,
    ...[...before.usd, ...after.usd].map((usd) => html`<strong>${dollars(usd)}</strong>`),
    missing === 0 ? '' : `and ${plural(missing, 'item')} whose price is not known`,
  ];
}
