import type { DeploymentResult } from '../../../result';
import type { CostItem } from '../../cost/cost-types';
import { verdictSentence } from '../../verdict';
import type { Html } from '../html';
import { html } from '../html';
import { drawAlarms } from './draw-alarms';
import { drawCalls } from './draw-calls';
import { drawPanel } from './draw-panel';
import type { Frame } from './frame';
import { at, frameOf, ticks } from './frame';
import { panelsOf } from './panels';

const WIDTH = 960;
const MARGIN = 16;
const LEFT = 190;
const HEAD = 62;
const PANEL = 58;
const GAP = 22;
const FOOT = 46;
/** Of the words that say what share the new version gets. */
const LABEL_WIDTH = 165;

/** Everything that was seen, minute by minute, on one time axis. `id` is unique on the page. */
export function timelineChart(result: DeploymentResult, cost: CostItem | undefined, id: string): Html {
  const frame = frameOf(LEFT, WIDTH - 2 * MARGIN, Math.max(1, result.timeline.length));
  const panels = panelsOf(result, cost).map((panel, i) => drawPanel(panel, frame, HEAD + i * (PANEL + GAP), PANEL));
  const alarmsTop = HEAD + panels.length * (PANEL + GAP);
  const alarms = drawAlarms(result, frame, alarmsTop);
  const calls = drawCalls(result, frame, alarmsTop + alarms.height);
  const bottom = alarmsTop + alarms.height + calls.height;
  const height = bottom + FOOT + MARGIN;
  return html`<svg viewBox="0 0 ${WIDTH} ${at(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">
    <title id="${id}-title">Rehearsal of ${result.target.path}, minute by minute</title>
    <desc id="${id}-desc">${verdictSentence(result)}. The table below the picture has every number.</desc>
    <g transform="translate(${MARGIN} ${MARGIN})">
      ${legend(result)} ${stepLabels(result, frame)}
      ${ticks(frame.minutes).map(
        (minute) =>
          html`<line class="grid" x1="${frame.x(minute)}" x2="${frame.x(minute)}" y1="${HEAD}" y2="${at(bottom)}" />
            <text class="middle" x="${frame.x(minute)}" y="${at(bottom + 18)}">${minute}</text>`,
      )}
      <text class="middle" x="${at((frame.left + frame.right) / 2)}" y="${at(bottom + 38)}">
        minute after the deployment began
      </text>
      ${panels} ${alarms.markup} ${calls.markup} ${decision(result, frame, bottom)}
    </g>
  </svg>`;
}

function legend({ versions, isFirst }: DeploymentResult): Html {
  const name = (version: { number: string; description: string } | undefined): string =>
    version === undefined
      ? ''
      : `version ${version.number}${version.description === '' ? '' : ` (${version.description})`}`;
  return html`${!isFirst && html`<circle class="dot-old" cx="6" cy="6" r="5" /><text x="18" y="10">old: ${name(versions.old)}</text>`}
    <circle class="dot-new" cx="${isFirst ? 6 : 276}" cy="6" r="5" /><text x="${isFirst ? 18 : 288}" y="10"
      >new: ${name(versions.new)}</text
    >
    <rect class="ok" x="556" y="3" width="14" height="7" /><text x="576" y="10">alarm OK</text>
    <rect class="none" x="642" y="3" width="14" height="7" /><text x="662" y="10">no data</text>
    <rect class="open" x="722" y="1" width="14" height="10" /><text x="742" y="10">AWS leaves it open</text>
    <rect class="alarm" x="866" y="0" width="14" height="14" /><text x="886" y="10">rings</text>`;
}

/** The new version's share, where it changes. */
function stepLabels({ timeline }: DeploymentResult, frame: Frame): Html[] {
  const changes = timeline.flatMap(({ percent }, i) =>
    i === 0 || timeline[i - 1].percent !== percent ? [{ percent, i }] : [],
  );
  const left = ({ i }: (typeof changes)[number]): number => Number(frame.x(i));
  return changes
    .filter((change, n) => {
      const next = changes.at(n + 1);
      return change.percent > 0 || next === undefined || left(next) - left(change) > LABEL_WIDTH;
    })
    .slice(0, 12)
    .map(({ percent, i }) => html`<text x="${frame.x(i)}" y="52">${percent} % to the new version</text>`);
}

/** Where the control plane decided, with the word for it. */
function decision(
  { verdict, minute, timeline, isFirst }: DeploymentResult,
  frame: Frame,
  bottom: number,
): Html | undefined {
  if (isFirst || timeline.length === 0) return undefined;
  const x = frame.x(Math.min(minute, timeline.length));
  const isRight = Number(x) > (frame.left + frame.right) / 2;
  const word = verdict.replaceAll('-', ' ');
  return html`<line class="decision" x1="${x}" x2="${x}" y1="36" y2="${at(bottom)}" />
    <text class="decision-text${isRight ? ' end' : ''}" x="${at(Number(x) + (isRight ? -6 : 6))}" y="38"
      >${word} at minute ${minute}</text
    >`;
}
