import { availableThreads } from '@inference-constructs/runtime/engine/cpu-quota';

const v2 = '/sys/fs/cgroup/cpu.max';
const v1 = { quota: '/sys/fs/cgroup/cpu/cpu.cfs_quota_us', period: '/sys/fs/cgroup/cpu/cpu.cfs_period_us' };

it.each<[string, Record<string, string>, Record<string, string>, number, number]>([
  ['all processors without a quota', {}, {}, 8, 8],
  ['all processors under an unlimited quota', {}, { [v2]: 'max 100000\n' }, 8, 8],
  ['the quota of a container', {}, { [v2]: '250000 100000\n' }, 8, 2],
  ['one at least', {}, { [v2]: '50000 100000\n' }, 8, 1],
  ['the quota of an older kernel', {}, { [v1.quota]: '400000\n', [v1.period]: '100000\n' }, 8, 4],
  ['no quota of an older kernel', {}, { [v1.quota]: '-1\n', [v1.period]: '100000\n' }, 8, 8],
  ['never more than there are', {}, { [v2]: '1600000 100000\n' }, 4, 4],
  ['the share of a small function', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' }, {}, 2, 1],
  ['the share of a large function', { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '7076' }, {}, 6, 4],
])('%s', (_, variables, files, processors, threads) => {
  expect(availableThreads(variables, (file) => files[file], processors)).toBe(threads);
});
