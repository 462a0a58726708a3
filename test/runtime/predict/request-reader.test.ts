import type { Form } from '@inference-constructs/runtime/predict/form';
import { LARGE } from '@inference-constructs/runtime/predict/large';
import { RequestReader } from '@inference-constructs/runtime/predict/request-reader';
import { TWO_FEATURES } from '../support/fake-model';
import { faultOf } from '../support/fault-of';

const json: Form = { kind: 'invocations', type: 'application/json', answer: 'application/json' };
const body = Buffer.from(`{"instances":[${'[1,2],'.repeat(LARGE.scannedBytes / 6)}[1,2]]}`);
const elsewhere = () => Promise.reject(new Error('only what cannot be scanned is read elsewhere'));

it.each([
  ['left', { isGone: true }, 'ClientGone'],
  ['is too late', { isGone: false, deadline: 0 }, 'DeadlineExceeded'],
])('does not scan a large body for whoever %s', async (_, waiter, code) => {
  const reader = new RequestReader(TWO_FEATURES, { read: elsewhere, write: elsewhere, maxWaitMilliseconds: 1000 });
  expect(await faultOf(() => reader.read(json, body, waiter))).toMatchObject({ code });
});
