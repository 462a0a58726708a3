import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/tools';
import { programs, synthesized } from './support/programs';

/** Whole apps, a kind or a way to promote each. */
const apps = programs.filter(({ page }) => page.startsWith('docs/'));

/** What the programs, and their authors, would say in another partition. */
const PARTITIONS = {
  'cn-north-1': { partition: 'aws-cn', suffix: 'amazonaws.com.cn' },
  'us-gov-west-1': { partition: 'aws-us-gov', suffix: 'amazonaws.com' },
} as const;
type Region = keyof typeof PARTITIONS;

const example = (engine: 'cdk' | 'cdktf') => ({
  name: `the example on ${engine}`,
  source: readFileSync(join(root, 'examples', 'diagnosis', `app.${engine}.ts`), 'utf8')
    .replace("join(__dirname, '..', '..', 'diagnosis', 'models', version)", "'models/v1'")
    .replace(/^app\.synth\(\);$/m, ''),
});

/** A program whose author is there: stacks without a region get one, and what the author names is of the partition. */
function movedTo(region: Region, source: string): string {
  const { partition, suffix } = PARTITIONS[region];
  return source
    .replace(/new Stack\((\w+|new App\(\)), '(\w+)'\)/g, `new Stack($1, '$2', { env: { region: '${region}' } })`)
    .replace(
      "'Diagnosis', { terminationProtection",
      `'Diagnosis', { env: { region: '${region}' }, terminationProtection`,
    )
    .replace(/us-east-1|eu-west-1/g, region)
    .replaceAll('arn:aws:', `arn:${partition}:`)
    .replaceAll(`.dkr.ecr.${region}.amazonaws.com/`, `.dkr.ecr.${region}.${suffix}/`);
}

/** All text that is deployed: templates, configurations and nested stacks. */
function deployed(out: string): string {
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.template\.json$|(^|\/)cdk\.tf\.json$/.test(file))
    .map((file) => readFileSync(join(out, file), 'utf8'))
    .join('\n');
}

/** The names of services have one domain in every partition. */
const SERVICE = /^[a-z-]+\.amazonaws\.com$/;

describe.each(Object.keys(PARTITIONS) as Region[])('in %s', (region) => {
  test.each([example('cdk'), example('cdktf'), ...apps])('$name names no other partition', ({ source }) => {
    const moved = movedTo(region, source);
    expect(moved).toContain(`region: '${region}'`);
    const text = deployed(synthesized(moved));
    expect(text).not.toBe('');
    expect(text).not.toMatch(/arn:aws:/);
    const { suffix } = PARTITIONS[region];
    const hosts = [...text.matchAll(/[\w.${}:-]*amazonaws\.com[\w.]*/g)].map(([host]) => host);
    expect(hosts.filter((host) => !SERVICE.test(host) && !host.endsWith(suffix))).toEqual([]);
  });
});
