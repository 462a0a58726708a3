import { quotaReason } from '../../../analysis/analysis-text';
import type { Report } from '../../report-types';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** What the account must allow at the worst moment. */
export function quotasSection({ quotas }: Report): Html {
  if (quotas.length === 0) return html`<p>Nothing that counts against a quota.</p>`;
  return table(
    'What the account must allow while the deployment runs; a scaled variant counts at its maximum',
    ['quota', 'before', 'after', 'while deploying', 'because'],
    quotas.map((need) => [
      need.quota,
      String(need.before),
      String(need.after),
      html`<strong>${need.during}</strong>`,
      quotaReason(need),
    ]),
    [1, 2, 3],
  );
}
