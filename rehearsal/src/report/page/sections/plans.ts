import type { Report } from '../../report-types';
import type { Html } from '../html';
import { html } from '../html';

/** Changes that one deployment cannot make. */
export function plansSection({ twoStepPlans }: Report): Html {
  return html`${twoStepPlans.map(
    ({ path, change, why, steps, source }) =>
      html`<h3>${path}</h3>
        <p>${change}: one deployment fails, because ${why}. <a class="small" href="${source}">source</a></p>
        <ol>
          ${steps.map((step) => html`<li>${step}</li>`)}
        </ol>`,
  )}`;
}
