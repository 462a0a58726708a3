import type { PriceList } from '@inference-constructs/core/out/catalog/prices/price-list';
import { analyse } from '../../analysis/analyse';
import type { RehearsalResult } from '../../result';
import { accessChanges } from '../access/access-changes';
import { modelChanges } from '../card/model-changes';
import { costComparison } from '../cost/cost-comparison';
import { PriceBook } from '../cost/price-book';
import type { MonthlyTraffic } from '../cost/monthly-traffic';
import { resourceChanges } from '../diff/resource-changes';
import { templateDiff } from '../diff/template-diff';
import { templatePlans } from '../plans/template-plans';
import type { RehearsalPart, Report, ResourceChange } from '../report-types';
import { ruleChanges } from '../rules/rule-changes';
import type { Source } from '../source/source';
import type { RateSource } from '../../traffic/request-rate';
import { conclusionOf } from './conclusion';

export interface CompareOptions {
  readonly rehearsal: RehearsalPart;
  readonly prices: PriceList;
  /** What costs are computed for. Default: what the template expects, else 60. */
  readonly monthly?: MonthlyTraffic;
  /** What comes while the change is deployed. Default: what the template expects, else 60. */
  readonly rateOf?: RateSource;
}

/** Compares two synthesized outputs; what was rehearsed is part of the answer. */
export function compare(before: Source, after: Source, options: CompareOptions): Report {
  const { rehearsal, prices, rateOf, monthly = {} } = options;
  const notes: string[] = [];
  const { resources, isAccessBroadened } = changesOf(before, after, prices);
  const isCloudFormation = before.engine === 'cloudformation' && after.engine === 'cloudformation';
  const analysis = analyse(after.assembly, before.assembly, { prices, rateOf });
  const plans = [...analysis.twoStepPlans, ...templatePlans(before.stacks, after.stacks, resources)];
  const parts = {
    resources,
    twoStepPlans: plans,
    releases: analysis.releases.filter(({ isReleased }) => isReleased !== false),
    // Plans are told by themselves.
    findings: analysis.findings.filter(({ id }) => plans.every((plan) => plan.id !== id)),
    cost: costComparison(before, after, {
      prices: new PriceBook(prices),
      ...monthly,
      measured: measuredBy(rehearsal.played ? rehearsal.result : undefined),
    }),
    access: accessChanges(before.stacks, after.stacks, isCloudFormation ? isAccessBroadened : undefined),
    rules: ruleChanges(before.stacks, after.stacks, plans),
    models: modelChanges(before.stacks, after.stacks, (note) => notes.push(note)),
    quotas: analysis.quotas,
    rehearsal,
  };
  return {
    formatVersion: 1,
    engine: after.engine,
    conclusion: conclusionOf(parts),
    ...parts,
    notes: [...notes, ...engineNotes(before, after), ...removedStacks(before, after)],
  };
}

function changesOf(before: Source, after: Source, prices: PriceList) {
  const names = [...new Set([...after.stacks, ...before.stacks].map(({ name }) => name))];
  const resources: ResourceChange[] = [];
  let isAccessBroadened = false;
  for (const name of names) {
    const old = before.stacks.find((stack) => stack.name === name);
    const now = after.stacks.find((stack) => stack.name === name);
    if (JSON.stringify(old?.template) === JSON.stringify(now?.template)) continue;
    const difference = templateDiff(old?.template ?? {}, now?.template ?? {});
    resources.push(...resourceChanges(old, now, difference, prices));
    isAccessBroadened ||= difference.isAccessBroadened;
  }
  return { resources, isAccessBroadened };
}

function measuredBy(result: RehearsalResult | undefined) {
  const medians = (which: 'old' | 'new'): ReadonlyMap<string, number> =>
    new Map(
      (result?.deployments ?? []).flatMap(({ target: { path }, versions }): [string, number][] => {
        const median = versions[which]?.durationMilliseconds?.median;
        return median === undefined ? [] : [[path, median]];
      }),
    );
  return { before: medians('old'), after: medians('new') };
}

function engineNotes(before: Source, after: Source): string[] {
  if (before.engine !== after.engine)
    return ['the two outputs come from different engines: their resources have other ids'];
  return after.engine === 'terraform'
    ? [
        'what is replaced is told by CloudFormation’s specification of the same resources; "terraform plan" has the last word',
      ]
    : [];
}

/** Nobody deletes a stack by deploying an app that no longer has it. */
function removedStacks(before: Source, after: Source): string[] {
  return before.stacks
    .filter(({ name }) => !name.includes('/') && after.stacks.every((stack) => stack.name !== name))
    .map(
      ({ name }) => `stack ${name} is not in the new output: it stays, and is billed, until it is destroyed by itself`,
    );
}
