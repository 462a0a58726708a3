import { Fault } from '../errors';

/** What the Kinesis Producer Library puts before several records that it packs into one. */
const MAGIC = Buffer.from('f3899ac2', 'hex');

export function checkNotAggregated(body: Buffer): void {
  if (body.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Fault('BodyInvalid', 'The record is several, aggregated by the Kinesis Producer Library.', {
      expected: 'one request a record: AggregationEnabled=false at the producer',
      got: 'an aggregated record',
    });
  }
}
