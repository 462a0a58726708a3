import type { TensorSpec } from '@inference-constructs/core/out/model/manifest';
import type { Tensor } from '../engine/engine';
import { shapeText } from './describe-shape';
import { checkDims, ragged, shapeMismatch } from './dims';
import { kindOf, type Misfit } from './element';
import { elementFault } from './element-fault';
import { writerFor } from './missing';
import { isNamedRow, readNamedRow } from './named-row';
import { allocate, elementCount } from './tensor-data';

/**
 * Nested arrays, as JSON gives them, into a tensor. Along the last axis an object may name the features instead.
 * Measured before anything is allocated, so that no claimed size costs memory.
 */
export function toTensor(value: unknown, spec: TensorSpec): Tensor {
  const dims = measure(value, spec);
  checkDims(spec, dims);
  checkEven(value, dims, 0, spec);
  const data = allocate(spec.type, elementCount(dims));
  const write = writerFor(spec);
  const refuse = (element: unknown, index: number, misfit: Misfit): never => {
    throw Array.isArray(element) ? tooDeep(spec) : elementFault(spec, dims, index, misfit);
  };
  const put = (element: unknown, index: number): void => {
    const misfit = write(element, data, index);
    if (misfit !== undefined) {
      refuse(element, index, misfit);
    }
  };

  const fill = (part: unknown, axis: number, offset: number): void => {
    if (axis === dims.length) {
      put(part, offset);
    } else if (!Array.isArray(part)) {
      const row = Math.floor(offset / Math.max(1, elementCount(dims.slice(1))));
      readNamedRow(part as Record<string, unknown>, spec, row, (element, column) => put(element, offset + column));
    } else if (axis === dims.length - 1) {
      for (let column = 0; column < part.length; column++) {
        const misfit = write(part[column], data, offset + column);
        if (misfit !== undefined) {
          refuse(part[column], offset + column, misfit);
        }
      }
    } else {
      const stride = elementCount(dims.slice(axis + 1));
      for (let at = 0; at < part.length; at++) {
        fill(part[at], axis + 1, offset + at * stride);
      }
    }
  };
  fill(value, 0, 0);
  return { type: spec.type, dims, data };
}

/** The lengths along the first elements. */
function measure(value: unknown, spec: TensorSpec): number[] {
  const dims: number[] = [];
  let probe = value;
  while (dims.length < spec.shape.length) {
    if (Array.isArray(probe)) {
      dims.push(probe.length);
      if (probe.length === 0) {
        break;
      }
      probe = probe[0];
    } else if (mayBeNamed(probe, dims.length, spec)) {
      dims.push(spec.features?.length ?? 0);
      return dims;
    } else {
      throw shapeMismatch(spec, dims.length === 0 ? kindOf(probe) : shapeText(dims));
    }
  }
  return dims;
}

/** Siblings must have the same length on every axis. */
function checkEven(value: unknown, dims: readonly number[], axis: number, spec: TensorSpec): void {
  if (axis === dims.length || mayBeNamed(value, axis, spec)) {
    return;
  }
  if (!Array.isArray(value)) {
    throw ragged(spec);
  }
  if (value.length !== dims[axis]) {
    throw typeof spec.shape[axis] === 'number' ? shapeMismatch(spec, withSize(dims, axis, value.length)) : ragged(spec);
  }
  if (axis < dims.length - 1) {
    for (const part of value) {
      checkEven(part, dims, axis + 1, spec);
    }
  }
}

function mayBeNamed(value: unknown, axis: number, spec: TensorSpec): boolean {
  return axis === spec.shape.length - 1 && spec.features !== undefined && isNamedRow(value);
}

function withSize(dims: readonly number[], axis: number, size: number): string {
  return shapeText(dims.map((length, at) => (at === axis ? size : length)));
}

function tooDeep(spec: TensorSpec): Error {
  return shapeMismatch(spec, `${spec.shape.length + 1} or more axes`);
}
