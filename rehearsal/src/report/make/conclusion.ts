import { exitCodeOf } from '../../result';
import type { Conclusion, Report } from '../report-types';
import { verdictSentence } from '../verdict';
import { plural } from '../words';

/** What speaks against the change. */
export function conclusionOf({
  rehearsal,
  rules,
  twoStepPlans,
}: Pick<Report, 'rehearsal' | 'rules' | 'twoStepPlans'>): Conclusion {
  const errors = rules.broken.filter(({ severity }) => severity === 'error');
  const against = [
    ...(rehearsal.played
      ? rehearsal.result.deployments
          .filter(({ verdict }) => exitCodeOf(verdict) !== 0)
          .map((deployment) => `${deployment.target.path}: ${verdictSentence(deployment)}`)
      : []),
    ...(errors.length === 0
      ? []
      : [`${plural(errors.length, 'rule')} newly broken: ${[...new Set(errors.map(({ rule }) => rule))].join(', ')}`]),
    ...twoStepPlans.map(({ path, change }) => `${path}: ${change} takes more than one deployment`),
  ];
  const isFault = !rehearsal.played && rehearsal.isFault;
  return { exitCode: against.length > 0 ? 2 : isFault ? 1 : 0, against };
}
