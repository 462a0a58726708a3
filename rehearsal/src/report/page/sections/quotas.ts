import type { Report } from '../../report-types';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** What the account must allow at the worst moment. */
export function quotasSection({ quotas }: Report): Html {
  if (quotas.length === 0) return html`<p>No instances, so no instance quotas.</p>`;
  return table(
    'Instances that the account must allow; a scaled variant counts at its maximum',
    ['quota', 'before', 'after', 'while deploying', 'because'],
    quotas.map(({ quota, before, after, during, because }) => [
      quota,
      String(before),
      String(after),
      html`<strong>${during}</strong>`,
      because,
    ]),
    [1, 2, 3],
  );
}
