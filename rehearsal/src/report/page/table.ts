import type { Html } from './html';
import { html } from './html';

type Cell = Html | string;

/** A table with a caption; the first column names the row. It scrolls by itself, and by keyboard, where it is too wide. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  numeric: readonly number[] = [],
): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((text, i) => html`<th scope="col" ${numeric.includes(i) ? html` class="number"` : ''}>${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...rest]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${rest.map((cell, i) => html`<td${numeric.includes(i + 1) ? html` class="number"` : ''}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
