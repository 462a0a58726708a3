import type { ModelManifest, TensorSpec, TensorType } from '@inference-constructs/core/out/model/manifest';
import { FAULT_STATUS } from '../errors';
import { withRules, type Schema } from './rules';

export type { Schema };

const RANGES: Readonly<Partial<Record<TensorType, readonly [number, number]>>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
};

function elementSchema(type: TensorType): Schema {
  const range = RANGES[type];
  if (range !== undefined) {
    return { type: 'integer', minimum: range[0], maximum: range[1] };
  }
  switch (type) {
    case 'bool':
      return { type: 'boolean' };
    case 'string':
      return { type: 'string' };
    case 'int64':
      return { oneOf: [{ type: 'integer' }, { type: 'string', pattern: '^-?\\d{1,20}$' }] };
    case 'uint64':
      return {
        oneOf: [
          { type: 'integer', minimum: 0 },
          { type: 'string', pattern: '^\\d{1,20}$' },
        ],
      };
    default:
      return { type: 'number' };
  }
}

/** Nested arrays; rows along the last axis may name their features instead, in requests. */
export function tensorSchema(spec: TensorSpec, direction: 'request' | 'answer'): Schema {
  const element = elementSchema(spec.type);
  // A float that is not finite is null in an answer.
  const isFloat = direction === 'answer' && spec.type.startsWith('float');
  const elementOf = (column: number): Schema => (direction === 'request' ? withRules(element, spec, column) : element);
  const columns = spec.features?.map((_, column) => elementOf(column)) ?? [];
  let schema: Schema = isFloat ? { type: ['number', 'null'] } : elementOf(0);
  for (let axis = spec.shape.length - 1; axis >= 0; axis--) {
    const size = spec.shape[axis];
    const sizes = typeof size === 'number' ? { minItems: size, maxItems: size } : { minItems: 1 };
    const isNamed = direction === 'request' && axis === spec.shape.length - 1 && spec.features !== undefined;
    // Columns with rules are told one by one.
    const items =
      isNamed && columns.some((column) => column !== element) ? { prefixItems: columns } : { items: schema };
    const array = { type: 'array', ...sizes, ...items };
    schema = isNamed ? { oneOf: [array, namedRow(spec.features ?? [], columns)] } : array;
  }
  return schema;
}

function namedRow(features: readonly string[], columns: readonly Schema[]): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(features.map((name, column) => [name, columns[column]])),
    required: features,
    additionalProperties: false,
  };
}

function closed(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function tensors(specs: readonly TensorSpec[], direction: 'request' | 'answer'): Schema {
  return closed(Object.fromEntries(specs.map((spec) => [spec.name, tensorSchema(spec, direction)])));
}

/** What the paths refer to. */
export function componentSchemas({ signature, classes, fallback }: ModelManifest): Record<string, Schema> {
  const { inputs, outputs } = signature;
  const byName = closed({ inputs: tensors(inputs, 'request') });
  const text = { type: 'string' };
  const retryAfter = { type: 'integer', minimum: 1 };
  return {
    Request:
      inputs.length === 1 ? { oneOf: [closed({ instances: tensorSchema(inputs[0], 'request') }), byName] } : byName,
    Answer: closed(
      {
        model: closed({ name: text, version: text }),
        outputs: tensors(outputs, 'answer'),
        ...(classes === undefined ? {} : { classes: { type: 'array', items: { enum: classes.names } } }),
        ...(fallback === undefined
          ? {}
          : { fallback: { enum: [fallback.model === undefined ? 'constant' : 'model'] } }),
      },
      ['model', 'outputs', ...(classes === undefined ? [] : ['classes'])],
    ),
    Fault: closed(
      { error: text, code: { enum: Object.keys(FAULT_STATUS) }, field: text, expected: text, got: text, retryAfter },
      ['error', 'code'],
    ),
    InferRequest: {
      type: 'object',
      properties: {
        id: text,
        parameters: { type: 'object' },
        inputs: { type: 'array', items: { $ref: '#/components/schemas/InferTensor' } },
        outputs: { type: 'array', items: { type: 'object', properties: { name: text }, required: ['name'] } },
      },
      required: ['inputs'],
    },
    InferResponse: {
      type: 'object',
      properties: {
        model_name: text,
        model_version: text,
        id: text,
        parameters: { type: 'object' },
        outputs: { type: 'array', items: { $ref: '#/components/schemas/InferTensor' } },
      },
      required: ['model_name', 'outputs'],
    },
    InferTensor: {
      type: 'object',
      properties: {
        name: text,
        datatype: text,
        shape: { type: 'array', items: { type: 'integer', minimum: 0 } },
        parameters: { type: 'object' },
        data: { type: 'array' },
      },
      required: ['name', 'datatype', 'shape'],
    },
  };
}
