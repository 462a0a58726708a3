import type { AlarmAtMinute, DeploymentResult } from '../../../result';
import { lastPart } from '../../words';
import type { Html } from '../html';
import { html } from '../html';
import type { Frame } from './frame';
import { at } from './frame';

const ROW = 22;
const BAR = 14;

/** A bar for each alarm, minute by minute: thin while it is fine, tall and named when it rings. */
export function drawAlarms(result: DeploymentResult, frame: Frame, y: number): { markup: Html; height: number } {
  const alarms = alarmsOf(result);
  const rows = alarms.map((alarm, row) => {
    const top = y + row * ROW;
    const bars = result.timeline.flatMap((minute, i) => {
      const status = minute.alarms.find((one) => one.alarm === alarm);
      if (status === undefined) return [];
      const { kind, height } = lookOf(status);
      const width = Number(frame.x(i + 1)) - Number(frame.x(i));
      return [
        html`<rect
          class="${kind}"
          x="${frame.x(i)}"
          y="${at(top + (BAR - height) / 2)}"
          width="${at(width)}"
          height="${at(height)}"
        />`,
      ];
    });
    return html`<text class="end" x="${at(frame.left - 8)}" y="${at(top + 12)}"
        >${lastPart(alarm).replace(/Alarm$/, '')}</text
      >${bars}`;
  });
  const markup = html`<g><text class="panel" x="0" y="${at(y + 12)}">Alarms</text>${rows}</g>`;
  return { markup, height: Math.max(1, alarms.length) * ROW };
}

/** Where AWS leaves the state open, the bar is half as tall as one that rings. */
function lookOf({ state, possible = [] }: AlarmAtMinute): { readonly kind: string; readonly height: number } {
  if (possible.length > 1) return { kind: 'open', height: (3 * BAR) / 4 };
  if (state === 'ALARM') return { kind: 'alarm', height: BAR };
  return { kind: state === 'OK' ? 'ok' : 'none', height: BAR / 2 };
}

export function alarmsOf({ timeline }: DeploymentResult): string[] {
  return [...new Set(timeline.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm)))];
}
