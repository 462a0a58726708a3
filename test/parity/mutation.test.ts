import type { EndpointCase, FunctionCase } from './support/cases';
import { endpointOnCdk, endpointOnCdktf, functionOnCdk, functionOnCdktf } from './support/cases';
import { scalingOnCdk, scalingOnCdktf } from './support/scaling-cases';
import { kindOnCdk, kindOnCdktf } from './support/kinds';
import { withAcceptance } from './support/models';
import { withoutTraces } from './support/traces';
import { withTable, without } from './support/table';
import { judge } from './support/verdict';
import type { TerraformResource } from 'cdktf';
import type { ResourceGraph } from '@inference-constructs/core/out/graph/resource-graph';
import { EXCEPTIONS } from '../../constructs/cdktf/src/render/exceptions';
import { RESOURCE_TYPES } from '../../constructs/cdktf/src/render/resource-types';

/** Between them they hold every type that a row speaks of. */
const FUNCTION: FunctionCase = {
  ownLayer: true,
  provisionedConcurrency: 1,
  functionUrl: true,
  environment: { LOG_LEVEL: 'debug' },
  rollout: { kind: 'canary', percent: 20, bakeMinutes: 7 },
};
const LINEAR: FunctionCase = { rollout: { kind: 'linear', percent: 30, bakeMinutes: 4 } };
const ENDPOINT: EndpointCase = { environment: { LOG_LEVEL: 'debug' } };

/** Kinds of endpoints that have properties the other ones have not. */
const MAPPED = ['a serverless endpoint', 'an endpoint of files in S3', 'an endpoint with a shadow'];

interface Case {
  readonly cdk: ResourceGraph;
  readonly render: () => ResourceGraph;
  /** Declared gaps that the whole table leaves. */
  readonly gaps: number;
}

const cases: Case[] = [];
beforeAll(() => {
  const add = (cdk: ResourceGraph, render: () => ResourceGraph) => {
    const { undeclared, used } = judge({ cdk, cdktf: render() });
    expect(undeclared).toEqual([]);
    cases.push({ cdk, render, gaps: used.size });
  };
  add(functionOnCdk(FUNCTION), () => functionOnCdktf(FUNCTION));
  const labelled = { model: withAcceptance() };
  add(functionOnCdk(labelled), () => functionOnCdktf(labelled));
  add(functionOnCdk(LINEAR), () => functionOnCdktf(LINEAR));
  add(endpointOnCdk(ENDPOINT), () => endpointOnCdktf(ENDPOINT));
  for (const name of ['on a schedule', 'in steps', 'on a forecast'])
    add(scalingOnCdk(name), () => scalingOnCdktf(name));
  for (const kind of MAPPED) add(kindOnCdk(kind), () => kindOnCdktf(kind));
});

/** Whether the two engines differ in more, or in less, than the declared gaps. */
function differs({ cdk, render, gaps }: Case): boolean {
  let cdktf: ResourceGraph;
  try {
    cdktf = withoutTraces(render);
  } catch {
    return true;
  }
  const { undeclared, used } = judge({ cdk, cdktf });
  return undeclared.length > 0 || used.size !== gaps;
}

const MUTATIONS = EXCEPTIONS.flatMap((row) => {
  const name = `${row.type} ${row.property ?? `(${row.argument})`}`;
  const dropped = { name: `${name} dropped`, type: row.type, rows: without(row) };
  if (row.argument === undefined) return [dropped];
  const renamed = { ...row, argument: `${row.argument}Renamed` };
  return [dropped, { name: `${name} renamed`, type: row.type, rows: [...without(row), renamed] }];
});

/** A scheduled action is a part of its target in what is compared. */
const compared = (type: string) => type.replace(/ScheduledAction$/, 'ScalableTarget');

test.each(MUTATIONS)('the mapping of $name does not pass', ({ type, rows }) => {
  const concerned = cases.filter(({ cdk: graph }) => graph.ofType(compared(type)).length > 0);
  expect(withTable(rows, () => concerned.some(differs))).toBe(true);
});

const REFERENCES = Object.entries(RESOURCE_TYPES).flatMap(([type, { attributes }]) =>
  Object.keys(attributes).map((attribute) => ({ type, attribute })),
);

test.each(REFERENCES)('a wrong token for $attribute of $type does not pass', ({ type, attribute }) => {
  const attributes = RESOURCE_TYPES[type].attributes as Record<string, (resource: TerraformResource) => string>;
  const right = attributes[attribute];
  attributes[attribute] = (resource) => `${right(resource)}-wrong`;
  try {
    expect(cases.some(differs)).toBe(true);
  } finally {
    attributes[attribute] = right;
  }
});

test('the table is whole again after a mutation', () => {
  const before = [...EXCEPTIONS];
  withTable([], () => expect(EXCEPTIONS).toEqual([]));
  expect(EXCEPTIONS).toEqual(before);
});
