import type { Html } from '../html';
import { html } from '../html';
import type { Panel, Series } from './panel';
import { topOf } from './panel';
import type { Frame } from './frame';
import { at } from './frame';

/** A panel with its scale, as areas where values add up, else as lines. */
export function drawPanel(panel: Panel, frame: Frame, y: number, height: number): Html {
  const top = topOf(panel);
  const toY = (value: number): string => at(y + height - (height * Math.min(value, top)) / top);
  return html`<g>
    <text class="panel" x="0" y="${at(y + 14)}">${panel.title}</text>
    <text x="0" y="${at(y + 31)}">${panel.unit}</text>
    <line class="grid" x1="${at(frame.left)}" x2="${at(frame.right)}" y1="${at(y)}" y2="${at(y)}" />
    <line class="axis" x1="${at(frame.left)}" x2="${at(frame.right)}" y1="${at(y + height)}" y2="${at(y + height)}" />
    <text class="end" x="${at(frame.left - 8)}" y="${at(y + 10)}">${number(top)}</text>
    <text class="end" x="${at(frame.left - 8)}" y="${at(y + height)}">0</text>
    ${panel.isStacked ? areas(panel.series, frame, toY) : panel.series.map((series) => line(series, frame, toY))}
  </g>`;
}

/** Steps, because a value belongs to its whole minute; the first series lies below. */
function areas(all: readonly Series[], frame: Frame, toY: (value: number) => string): Html[] {
  let below: number[] = [];
  return all.map(({ who, values }) => {
    const base = values.map((_, i) => below[i] ?? 0);
    below = values.map((value, i) => base[i] + (value ?? 0));
    const upper = below.map((value, i) => `${frame.x(i)},${toY(value)} ${frame.x(i + 1)},${toY(value)}`);
    const lower = base.map((value, i) => `${frame.x(i + 1)},${toY(value)} ${frame.x(i)},${toY(value)}`).reverse();
    return html`<polygon class="area-${who}" points="${[...upper, ...lower].join(' ')}" />`;
  });
}

function line({ who, values }: Series, frame: Frame, toY: (value: number) => string): Html[] {
  const runs: string[][] = [];
  let run: string[] | undefined;
  values.forEach((value, i) => {
    if (value === undefined) {
      run = undefined;
      return;
    }
    if (run === undefined) runs.push((run = []));
    run.push(`${frame.x(i + 0.5)},${toY(value)}`);
  });
  return runs.map((points) =>
    points.length === 1
      ? html`<circle class="dot-${who}" cx="${points[0].split(',')[0]}" cy="${points[0].split(',')[1]}" r="3" />`
      : html`<polyline class="line ${who}" points="${points.join(' ')}" />`,
  );
}

function number(value: number): string {
  return value >= 1e-6 ? value.toLocaleString('en-US', { maximumSignificantDigits: 3 }) : value.toExponential(0);
}
