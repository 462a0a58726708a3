import type { DeploymentResult } from '../../../result';
import { lastPart } from '../../words';
import type { Html } from '../html';
import { html } from '../html';
import type { Frame } from './frame';
import { at } from './frame';

const ROW = 22;
const BAR = 14;
/** As wide as is seen, where a minute is narrower. */
const LEAST_WIDTH = 3;

interface Row {
  readonly name: string;
  readonly bars: readonly { readonly from: number; readonly to: number; readonly failure?: string }[];
}

/** A row for each hook and schedule: when it was asked or invoked, tall where it failed. */
export function drawCalls(result: DeploymentResult, frame: Frame, y: number): { markup: Html; height: number } {
  const rows = rowsOf(result);
  const drawn = rows.map(({ name, bars }, row) => {
    const top = y + row * ROW;
    const marks = bars.map(({ from, to, failure }) => {
      const [left, right] = [from, Math.min(to, frame.minutes)].map((minute) => Number(frame.x(minute)));
      const height = failure === undefined ? BAR / 2 : BAR;
      return html`<rect
        class="${failure === undefined ? 'ok' : 'alarm'}"
        x="${at(left)}"
        y="${at(top + (BAR - height) / 2)}"
        width="${at(Math.max(LEAST_WIDTH, right - left))}"
        height="${at(height)}"
        ><title>${failure ?? `${name} at minute ${from}`}</title></rect
      >`;
    });
    return html`<text class="end" x="${at(frame.left - 8)}" y="${at(top + 12)}">${name}</text>${marks}`;
  });
  return { markup: html`<g>${drawn}</g>`, height: rows.length * ROW };
}

function rowsOf({ hooks, schedules }: DeploymentResult): Row[] {
  return [
    ...hooks.map(({ event, minute, until, failure }) => ({
      name: `${event} hook`,
      bars: [{ from: minute, to: until, ...(failure === undefined ? {} : { failure }) }],
    })),
    ...schedules
      .filter(({ runs }) => runs.length > 0)
      .map(({ path, runs }) => ({
        name: lastPart(path),
        bars: runs.map(({ minute, failure }) => ({
          from: minute,
          to: minute + 1,
          ...(failure === undefined ? {} : { failure }),
        })),
      })),
  ];
}
