import type { MetricChange, ModelCard } from '../../card/card-types';
import type { ModelGroup } from '../../card/group-models';
import { groupModels } from '../../card/group-models';
import type { Report } from '../../report-types';
import { bytesText, signed } from '../../summary';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** The model cards, before and after. */
export function modelsSection({ models }: Report): Html {
  if (models.length === 0) return html`<p>No model changes.</p>`;
  return html`${groupModels(models).map(model)}`;
}

function model(change: ModelGroup): Html {
  const { paths, before, after, metrics, signature } = change;
  const rows = (['name', 'version', 'description', 'digest', 'bytes', 'heldOutRows'] as const)
    .filter((field) => before?.[field] !== undefined || after?.[field] !== undefined)
    .map((field) => [LABELS[field], valueOf(before, field), valueOf(after, field), '']);
  return html`<h3>${paths.join(', ')}</h3>
    ${table('Model card and metrics on held-out rows', ['card', 'before', 'after', 'difference'], [...rows, ...metrics.map(metric)])}
    ${
      signature.length === 0
        ? before !== undefined && after !== undefined && html`<p>The signature stays: callers need not change.</p>`
        : html`<p class="bad-text">The signature changes: callers must follow.</p>
            <ul>
              ${signature.map((line) => html`<li>${line}</li>`)}
            </ul>`
    }`;
}

const LABELS = {
  name: 'model',
  version: 'version',
  description: 'description',
  digest: 'digest',
  bytes: 'size',
  heldOutRows: 'held-out rows',
} as const;

function valueOf(card: ModelCard | undefined, field: keyof ModelCard): string {
  const value = card?.[field];
  if (value === undefined) return '–';
  if (field === 'bytes') return bytesText(Number(value));
  return field === 'digest' ? `${String(value).slice(0, 19)}…` : String(value);
}

function metric({ name, before, after, difference, is }: MetricChange): (Html | string)[] {
  const tone = is === 'better' ? 'good' : is === 'worse' ? 'bad' : '';
  const word = is === 'unknown' ? 'not known which way is better' : is;
  return [
    name,
    String(before ?? '–'),
    String(after ?? '–'),
    difference === undefined ? '' : html`${signed(difference)} <span class="tag ${tone}">${word}</span>`,
  ];
}
