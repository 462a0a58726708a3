import type { SourceStack } from '../source/source';
import type { MetricChange, ModelCard, ModelChange } from './card-types';
import type { DeployedModelCard } from './deployed-models';
import { deployedModels } from './deployed-models';
import { isBetter } from './better';
import { signatureChanges } from './signature-changes';

/** Models that are another than before; those that stayed are left out. */
export function modelChanges(
  before: readonly SourceStack[],
  after: readonly SourceStack[],
  onUnreadable: (note: string) => void,
): ModelChange[] {
  const olds = before.flatMap((stack) => deployedModels(stack, onUnreadable));
  const news = after.flatMap((stack) => deployedModels(stack, onUnreadable));
  const keys = [...new Set([...news, ...olds].map(({ key }) => key))];
  return keys.flatMap((key) => {
    const old = olds.find((model) => model.key === key);
    const now = news.find((model) => model.key === key);
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return [
      {
        path: (now ?? old)?.path ?? key,
        ...(old === undefined ? {} : { before: cardOf(old) }),
        ...(now === undefined ? {} : { after: cardOf(now) }),
        metrics: metricChanges(old, now),
        signature: old === undefined || now === undefined ? [] : signatureChanges(old.manifest, now.manifest),
      },
    ];
  });
}

function cardOf({ manifest, digest, bytes }: DeployedModelCard): ModelCard {
  const { name, version, description, heldOut } = manifest;
  return {
    name,
    version,
    ...(description === undefined ? {} : { description }),
    ...(digest === undefined ? {} : { digest }),
    bytes,
    ...(heldOut === undefined ? {} : { heldOutRows: heldOut.rows }),
  };
}

function metricChanges(old: DeployedModelCard | undefined, now: DeployedModelCard | undefined): MetricChange[] {
  const was = old?.manifest.heldOut?.metrics ?? {};
  const is = now?.manifest.heldOut?.metrics ?? {};
  return [...new Set([...Object.keys(is), ...Object.keys(was)])].map((name) => {
    const [before, after] = [was[name], is[name]] as [number | undefined, number | undefined];
    const sides = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
    if (before === undefined || after === undefined) return { name, ...sides, is: 'unknown' };
    const difference = Number((after - before).toPrecision(6));
    return { name, ...sides, difference, is: isBetter(name, difference) };
  });
}
