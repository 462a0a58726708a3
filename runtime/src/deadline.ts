import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from './errors';

/** How many milliseconds after its arrival a request's answer is still of use. */
export const DEADLINE_HEADER = 'x-inference-deadline-ms';
/** SageMaker lets no other header of its callers through. */
const ATTRIBUTES_HEADER = 'x-amzn-sagemaker-custom-attributes';
const ATTRIBUTE = 'deadline-ms';
const IN_ATTRIBUTES = /(?:^|[;,])\s*deadline-ms\s*=([^;,]*)/;
const MILLISECONDS = /^[1-9]\d{0,8}$/;

/** The moment by `performance.now()`; undefined where the headers name none. `arrival` is when they came: now. */
export function readDeadline(headers: IncomingHttpHeaders, arrival?: number): number | undefined {
  const header = headers[DEADLINE_HEADER];
  if (header !== undefined) {
    return after(arrival, String(header), DEADLINE_HEADER);
  }
  const attribute = attributeOf(headers[ATTRIBUTES_HEADER]);
  return attribute === undefined ? undefined : after(arrival, attribute, ATTRIBUTE);
}

/** The earlier of two. */
export function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function attributeOf(attributes: string | string[] | undefined): string | undefined {
  return attributes === undefined ? undefined : IN_ATTRIBUTES.exec(String(attributes))?.[1].trim();
}

function after(arrival: number | undefined, text: string, field: string): number {
  if (!MILLISECONDS.test(text)) {
    throw new Fault('DeadlineInvalid', 'The deadline is no number of milliseconds.', {
      field,
      expected: 'an integer from 1 to 999999999',
      got: 'something else',
    });
  }
  return (arrival ?? performance.now()) + Number(text);
}
