import { quotaReason } from '../../analysis/analysis-text';
import type { Grant } from '../access/access-types';
import type { ModelCard } from '../card/card-types';
import type { ModelGroup } from '../card/group-models';
import { groupModels } from '../card/group-models';
import type { AtTraffic } from '../cost/cost-types';
import type { Reason, Report } from '../report-types';
import { ACTIONS, bytesText, byWeight, costText, countsText, signed } from '../summary';
import { factLines, verdictSentence } from '../verdict';
import { dollars, plural } from '../words';
import { escapeMarkdown as md } from './escape';
import { bullets, folded, markdownTable } from './table';

/** More rows than a comment should have; the page has all. */
const MOST_ROWS = 40;

export function plansText({ twoStepPlans }: Report): string | undefined {
  if (twoStepPlans.length === 0) return undefined;
  const plans = twoStepPlans.map(
    ({ path, change, why, steps }) =>
      `**${md(path)}**: ${md(change)}. One deployment fails, because ${md(why)}.\n\n${steps.map((step, i) => `${i + 1}. ${md(step)}`).join('\n')}`,
  );
  return `**Needs more than one deployment**\n\n${plans.join('\n\n')}`;
}

export function rehearsalText({ rehearsal }: Report): string {
  if (!rehearsal.played) return `**Rehearsal**: not played. ${md(rehearsal.reason)}`;
  const { deployments, unchanged, notPlayed } = rehearsal.result;
  const verdicts = deployments.map((one) => `**Rehearsal** of ${md(one.target.path)}: ${md(verdictSentence(one))}.`);
  const facts = [
    ...deployments.flatMap((one) => [
      `${one.target.path}: ${one.rollout.configuration}, ${plural(one.rollout.alarms.length, 'alarm')}`,
      ...factLines(one),
    ]),
    ...unchanged.map((path) => `${path}: no new version`),
    ...notPlayed.map(({ path, type, reason }) => `not played: ${path} (${type}): ${reason}`),
  ];
  return [...verdicts, folded('What was played, and what was not', bullets(facts.map(md)))].join('\n\n');
}

export function modelsText({ models }: Report): string | undefined {
  if (models.length === 0) return undefined;
  const groups = groupModels(models);
  return folded(`Models: ${groups.map(modelTitle).map(md).join('; ')}`, groups.map(modelText).join('\n\n'));
}

function modelTitle({ before, after }: ModelGroup): string {
  const of = (card: ModelCard | undefined): string => (card === undefined ? 'none' : `${card.name} ${card.version}`);
  return `${of(before)} → ${of(after)}`;
}

function modelText({ paths, before, after, metrics, signature }: ModelGroup): string {
  const size = (bytes: number | undefined): string => (bytes === undefined ? '–' : bytesText(bytes));
  const digest = (text: string | undefined): string => (text === undefined ? '–' : md(text.slice(0, 19)));
  const rows = [
    ['version', md(before?.version ?? '–'), md(after?.version ?? '–'), ''],
    ['digest', digest(before?.digest), digest(after?.digest), ''],
    ['size', size(before?.bytes), size(after?.bytes), ''],
    ...metrics.map((metric) => [
      md(metric.name),
      String(metric.before ?? '–'),
      String(metric.after ?? '–'),
      metric.difference === undefined
        ? ''
        : `${signed(metric.difference)} ${metric.is === 'unknown' ? '' : metric.is}`.trim(),
    ]),
  ];
  const changed =
    signature.length === 0 ? 'Signature: as before.' : `**The signature changes**:\n\n${bullets(signature.map(md))}`;
  return `**${md(paths.join(', '))}**\n\n${markdownTable(['', 'before', 'after', ''], rows)}\n\n${changed}`;
}

export function resourcesText({ resources }: Report): string {
  if (resources.length === 0) return '**Resources**: none changes.';
  const rows = byWeight(resources).map(({ path, type, action, because, consequence }) => [
    `${md(path)}<br>${md(type)}`,
    ACTIONS[action],
    because.slice(0, 2).map(reasonText).join('<br>') + (because.length > 2 ? `<br>and ${because.length - 2} more` : ''),
    [consequence?.downtime, consequence?.billing].flatMap((text) => (text === undefined ? [] : md(text))).join('<br>'),
  ]);
  const shown = rows.slice(0, MOST_ROWS);
  const rest = rows.length > MOST_ROWS ? `\n\nand ${rows.length - MOST_ROWS} more, see the page` : '';
  const head = ['resource', 'what happens', 'because', 'meanwhile'];
  return folded(`Resources: ${countsText(resources)}`, markdownTable(head, shown) + rest);
}

function reasonText({ property, effect, before, after }: Reason): string {
  const values = [before, after].flatMap((text) => (text === undefined ? [] : md(text))).join(' → ');
  return `${effect === 'updates' ? '' : `**${effect}** `}${md(property)}${values === '' ? '' : `: ${values}`}`;
}

export function costSummary({ cost }: Report): string {
  const { items, assumptions } = cost;
  const cell = (usd: AtTraffic | undefined): string =>
    usd === undefined ? '–' : usd.map((one) => (one === null ? 'not known' : dollars(one))).join(' / ');
  const rows = items.map(({ path, what, before, after, basis }) => [
    `${md(path)}<br>${md(what)}`,
    unified(cell(before)),
    unified(cell(after)),
    md(basis.join('; then ')),
  ]);
  const body = `${markdownTable(['what', 'before: min / typical / max', 'after', 'how'], rows.slice(0, MOST_ROWS))}\n\n${bullets(assumptions.map(md))}`;
  return folded(`Cost at typical traffic: ${md(costText(cost))}`, body);
}

function unified(text: string): string {
  const parts = text.split(' / ');
  return parts.every((part) => part === parts[0]) ? parts[0] : text;
}

export function accessText({ access }: Report): string {
  const { widened, narrowed } = access;
  const grant = ({ principal, effect, actions, resources, wildcards, conditions }: Grant): string =>
    `${md(principal)} ${effect === 'Deny' ? 'is denied' : 'may'} ${md(actions.join(', '))} on ${md(resources.join(', '))}` +
    (conditions.length === 0 ? '' : ` if ${md(conditions.join(', '))}`) +
    (wildcards.length === 0 ? '' : ` (**${md(wildcards.join(', '))}**)`);
  if (widened.length + narrowed.length === 0) return '**Access**: no permission is widened.';
  const parts = [
    ...(widened.length === 0 ? [] : [`Widened:\n\n${bullets(widened.map(grant))}`]),
    ...(narrowed.length === 0 ? [] : [`Narrowed:\n\n${bullets(narrowed.map(grant))}`]),
  ];
  return folded(`Access: ${widened.length} widened, ${narrowed.length} narrowed`, parts.join('\n\n'));
}

export function rulesText({ rules }: Report): string {
  const { broken, resolved, unchanged } = rules;
  const line = ({ rule, path, message, severity }: (typeof broken)[number]): string =>
    `${severity} ${md(rule)}, ${md(path)}: ${md(message)}`;
  if (broken.length + resolved.length === 0) {
    return `**Rules**: none newly broken${unchanged.length === 0 ? '' : `, ${unchanged.length} as before`}.`;
  }
  const parts = [
    ...(broken.length === 0 ? [] : [`**Rules newly broken**:\n\n${bullets(broken.map(line))}`]),
    ...(resolved.length === 0 ? [] : [`Rules no longer broken:\n\n${bullets(resolved.map(line))}`]),
  ];
  return parts.join('\n\n');
}

export function quotasText({ quotas }: Report): string | undefined {
  if (quotas.length === 0) return undefined;
  const lines = quotas.map(
    (need) =>
      `${md(need.quota)}: ${need.before} before, ${need.after} after, **${need.during} while deploying** (${md(quotaReason(need))})`,
  );
  return folded('Quotas', bullets(lines));
}
