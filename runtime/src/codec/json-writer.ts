import type { Tensor } from '../engine/engine';
import { elementReader, type JsonValue } from './values';

/** A tensor as JSON text, nested as its dimensions say. */
export function writeJson(tensor: Tensor): string {
  const { dims } = tensor;
  const read = elementReader(tensor);
  if (dims.length === 0) {
    return valueText(read(0));
  }
  const last = dims.length - 1;
  let index = 0;
  const write = (axis: number): string => {
    let text = '[';
    for (let at = 0; at < dims[axis]; at++) {
      text += (at === 0 ? '' : ',') + (axis === last ? valueText(read(index++)) : write(axis + 1));
    }
    return `${text}]`;
  };
  return write(0);
}

function valueText(value: JsonValue): string {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? `${value}` : 'null';
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
