import type { Consequence, UpdateAction } from '@inference-constructs/core/out/catalog/updates/consequence';
import type { TwoStepPlan } from '@inference-constructs/core/out/rollout/two-step/two-step-plan';
import type { AnalysisFinding, QuotaNeed, ReleaseAnalysis } from '../analysis/analysis-types';
import type { Engine } from '../assembly/assembly-reader';
import type { RehearsalResult } from '../result';
import type { AccessChanges } from './access/access-types';
import type { ModelChange } from './card/card-types';
import type { CostComparison } from './cost/cost-types';
import type { RuleChanges } from './rules/rule-changes';

/** What `inference report --json` prints; `docs/report.schema.json` describes it. */
export interface Report {
  readonly formatVersion: 1;
  readonly engine: Engine;
  readonly conclusion: Conclusion;
  readonly resources: readonly ResourceChange[];
  readonly twoStepPlans: readonly TwoStepPlan[];
  /** What the templates alone tell of every release that this change makes. */
  readonly releases: readonly ReleaseAnalysis[];
  /** What speaks against them; the exit code does not hang on it. Worst first. */
  readonly findings: readonly AnalysisFinding[];
  readonly cost: CostComparison;
  readonly access: AccessChanges;
  readonly rules: RuleChanges;
  readonly models: readonly ModelChange[];
  readonly quotas: readonly QuotaNeed[];
  readonly rehearsal: RehearsalPart;
  /** What the report does not know, and what it assumed. */
  readonly notes: readonly string[];
}

export interface Conclusion {
  /** 0 nothing against it, 2 something is, 1 nothing is but the rehearsal could not be made. */
  readonly exitCode: 0 | 1 | 2;
  /** What speaks against the change, a sentence each. */
  readonly against: readonly string[];
}

export type RehearsalPart =
  | { readonly played: true; readonly result: RehearsalResult }
  /** A fault is a rehearsal that was to be made and could not be; else there was nothing to play. */
  | { readonly played: false; readonly reason: string; readonly isFault: boolean };

/** What becomes of one resource, and why. */
export interface ResourceChange {
  /** Name of the stack; a nested one is below its parent: `App/Nested`. */
  readonly stack: string;
  /** Logical id in the new assembly; in the old one where the resource goes. */
  readonly id: string;
  /** Construct path. */
  readonly path: string;
  /** CloudFormation type; Terraform's where CloudFormation has none. */
  readonly type: string;
  readonly action: UpdateAction;
  readonly because: readonly Reason[];
  readonly consequence?: Consequence;
}

/** A property that changed, or that refers to what is replaced. */
export interface Reason {
  /** Where in the properties: `ProductionVariants[0].InstanceType`. */
  readonly property: string;
  readonly effect: 'replaces' | 'may replace' | 'updates';
  /** As text, references as `Id.Attribute`, secrets masked; absent where there was none. */
  readonly before?: string;
  readonly after?: string;
}
