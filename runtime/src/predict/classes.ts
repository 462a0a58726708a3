import type { ClassesSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor } from '../engine/engine';
import type { Fault } from '../errors';
import { modelFailed } from '../engine/model-failed';
import { fromFloat16 } from '../codec/float16';

/** From here on, the score of the second of two classes decides for it. */
const THRESHOLD = 0.5;

/** For each row, the position of its class in `classes.names`. */
export function classify(scores: Tensor, classes: ClassesSpec): number[] {
  const rows = scores.dims[0] ?? 1;
  const columns = rows === 0 ? 0 : scores.data.length / rows;
  const isSingle = columns === 1 && classes.names.length === 2;
  if (!isSingle && columns !== classes.names.length) {
    throw shapeFailed(scores, classes);
  }
  const positions: number[] = [];
  for (let row = 0; row < rows; row++) {
    positions.push(isSingle ? Number(score(scores, row) >= THRESHOLD) : highest(scores, row * columns, columns));
  }
  return positions;
}

function highest(scores: Tensor, start: number, columns: number): number {
  let best = 0;
  let most = score(scores, start);
  for (let column = 1; column < columns; column++) {
    const other = score(scores, start + column);
    if (other > most) {
      best = column;
      most = other;
    }
  }
  return best;
}

/** A score that is no number is the model's failure: it must not count as any class. */
function score({ type, data }: Tensor, index: number): number {
  const value = type === 'float16' ? fromFloat16((data as Uint16Array)[index]) : Number(data[index]);
  if (Number.isNaN(value)) {
    throw modelFailed('a class score is not a number');
  }
  return value;
}

function shapeFailed(scores: Tensor, classes: ClassesSpec): Fault {
  return modelFailed(`output '${classes.output}' has ${scores.dims.length} axes that do not hold one score a class`);
}
