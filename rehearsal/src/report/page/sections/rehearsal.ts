import type { DeploymentResult, RehearsalResult } from '../../../result';
import type { Report } from '../../report-types';
import { factLines, verdictSentence } from '../../verdict';
import { lastPart } from '../../words';
import { alarmsOf } from '../chart/draw-alarms';
import { timelineChart } from '../chart/timeline-chart';
import type { Html } from '../html';
import { html } from '../html';
import { table } from '../table';

/** What was played: the verdict, the picture, the numbers, and what they cannot say. */
export function rehearsalSection({ rehearsal, cost }: Report): Html {
  if (!rehearsal.played)
    return html`<p>${rehearsal.isFault ? 'Could not be rehearsed' : 'Not rehearsed'}: ${rehearsal.reason}</p>`;
  const { result } = rehearsal;
  return html`${result.deployments.map((deployment, i) => {
    const priced = cost.items.find(
      ({ path, usdPerRequest }) => path === deployment.target.path && usdPerRequest !== undefined,
    );
    return html`<h3>${deployment.target.path}</h3>
      <p>${verdictSentence(deployment)}.</p>
      <figure>
        <div
          class="scroll"
          tabindex="0"
          role="region"
          aria-label="Picture of the rehearsal of ${deployment.target.path}"
        >
          ${timelineChart(deployment, priced, `run-${i}`)}
        </div>
        <figcaption>${captionOf(deployment)}</figcaption>
      </figure>
      <details>
        <summary>The same as a table</summary>
        ${minutesTable(deployment)}
      </details>
      <ul class="small">
        ${factLines(deployment).map((line) => html`<li>${line}</li>`)}
      </ul>`;
  })}
  ${result.unchanged.length > 0 && html`<p>No new version, nothing to roll out: ${result.unchanged.join(', ')}.</p>`}
  ${leftOut(result)}`;
}

function captionOf({ rollout, traffic }: DeploymentResult): string {
  return (
    `${rollout.configuration}, in virtual time: real requests to the real runtime and model, ${traffic.requestsPerMinute} per minute. ` +
    'Latency is this machine’s. Capacity is requests per second times latency; cost is its price by the request.'
  );
}

function minutesTable(deployment: DeploymentResult): Html {
  const alarms = alarmsOf(deployment);
  const { kind, unit = 'instances' } = deployment.target;
  const hasInstances = kind === 'endpoint';
  const head = [
    'minute',
    'new version',
    'requests old',
    'requests new',
    'failed old',
    'failed new',
    'ms old',
    'ms new',
    'positive old',
    'positive new',
    ...(hasInstances ? [`${unit} old`, `${unit} new`] : []),
  ];
  const rows = deployment.timeline.map((minute) => [
    String(minute.minute),
    `${minute.percent} %`,
    String(minute.old.requests),
    String(minute.new.requests),
    String(minute.old.failed),
    String(minute.new.failed),
    String(minute.old.durationMilliseconds?.median ?? '–'),
    String(minute.new.durationMilliseconds?.median ?? '–'),
    share(minute.old.positiveShare),
    share(minute.new.positiveShare),
    ...(hasInstances ? [String(minute.old.instances ?? '–'), String(minute.new.instances ?? '–')] : []),
    ...alarms.map((alarm) => {
      const status = minute.alarms.find((one) => one.alarm === alarm);
      return status === undefined
        ? '–'
        : `${status.value ?? ''} ${(status.possible ?? [status.state]).join(' or ')}`.trim();
    }),
  ]);
  const columns = [...head, ...alarms.map((alarm) => lastPart(alarm).replace(/Alarm$/, ''))];
  return table(
    `Every minute of ${deployment.target.path}`,
    columns,
    rows,
    columns.map((_, i) => i),
  );
}

function share(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(100 * value)} %`;
}

function leftOut({ notPlayed, seconds }: RehearsalResult): Html {
  return html`${
      notPlayed.length > 0 &&
      html`<details>
        <summary>Not played: ${notPlayed.length}</summary>
        <ul>
          ${notPlayed.map(({ path, type, reason }) => html`<li><code>${path}</code> (${type}): ${reason}</li>`)}
        </ul>
      </details>`
    }
    <p class="soft small">Rehearsed in ${seconds.toFixed(1)} s.</p>`;
}
