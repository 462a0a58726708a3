import type { MetricChange } from './card-types';

/** Names of metrics without case and separators. */
const HIGHER =
  /^(accuracy|balancedaccuracy|(roc|pr)?auc(roc|pr)?|averageprecision|precision|recall|sensitivity|specificity|f1(score)?|fbeta|r2(score)?|mcc|kappa|ndcg.*|map.*|hitrate.*|iou|dice|bleu|rouge.*|exactmatch|top\d+(accuracy)?)$/;
const LOWER =
  /^(logloss|crossentropy|loss|brier(score)?|(r?mse|mae|mape|smape|rmsle|msle|rmspe)|.*error(rate)?|ece|perplexity|wer|cer|hammingloss|pinball.*)$/;

/** Whether a change of a metric is for the better, where its name says which way that is. */
export function isBetter(metric: string, difference: number): MetricChange['is'] {
  if (difference === 0) return 'equal';
  const name = metric.toLowerCase().replace(/[^a-z0-9]/g, '');
  // Scorers whose sign was turned so that higher is better.
  if (HIGHER.test(name) || name.startsWith('neg')) return difference > 0 ? 'better' : 'worse';
  if (LOWER.test(name)) return difference < 0 ? 'better' : 'worse';
  return 'unknown';
}
