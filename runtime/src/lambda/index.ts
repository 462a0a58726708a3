import { logFailure } from '../log';
import { createHandler } from './handler';
import { load } from './load';

const loading = load(process.env, __dirname);
// Heard at once; every invocation hears it again.
loading.catch(logFailure);

export const handler = createHandler(loading);
