// Writes the floor of bench/synth.mjs: the program that declares what a template holds with raw L1s, as one would by hand.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODULES = {
  SageMaker: 'sagemaker',
  CloudWatch: 'cloudwatch',
  IAM: 'iam',
  ApplicationAutoScaling: 'applicationautoscaling',
};
/** Blocks whose keys are the user's or IAM's own. */
const VERBATIM = ['Environment', 'PolicyDocument', 'AssumeRolePolicyDocument'];

/** `template` holds one endpoint whose name is `name`; `model` is the archive to upload, `image` the folder to build from,
 *  `common` what the app has in common with the one it is compared with. */
export function writeFloor(file, { template, name, model, image, common }) {
  const resources = Object.entries(template.Resources);
  const statements = inOrder(resources).map(([id, resource]) => statement(id, resource, name));
  writeFileSync(
    file,
    `const { Asset } = require('aws-cdk-lib/aws-s3-assets');
const { DockerImageAsset, Platform } = require('aws-cdk-lib/aws-ecr-assets');
${Object.values(MODULES)
  .map((module) => `const ${module} = require('aws-cdk-lib/aws-${module}');`)
  .join('\n')}
const { App, Aws, Fn, Stack } = require('aws-cdk-lib/core');
const { endpointName, perStack, spent } = require(${JSON.stringify(common)});

function declare(stack, number, modelUrl, imageUri) {
  const name = endpointName(number);
${statements.join('\n')}
}

const [, , count, outdir] = process.argv;
const app = new App({ outdir, analyticsReporting: false });
for (const { stack, numbers } of perStack(Number(count))) {
  const scope = new Stack(app, stack);
  const model = new Asset(scope, 'Model', { path: ${JSON.stringify(model)} });
  const image = new DockerImageAsset(scope, 'Image', { directory: ${JSON.stringify(image)}, platform: Platform.LINUX_AMD64 });
  for (const number of numbers) declare(scope, number, model.s3ObjectUrl, image.imageUri);
}
app.synth();
console.log(spent());
`,
  );
}

function statement(id, { Type, Properties, Metadata, DependsOn = [] }, name) {
  const [, service, resource] = Type.split('::');
  const lines = [
    `  const ${id} = new ${MODULES[service]}.Cfn${resource}(stack, \`${id}\${number}\`, ${source(Properties, name, true)});`,
  ];
  const metadata = Object.entries(Metadata ?? {}).filter(([key]) => !key.startsWith('aws:'));
  if (metadata.length > 0) {
    lines.push(`  ${id}.cfnOptions.metadata = ${source(Object.fromEntries(metadata), name, false)};`);
  }
  for (const other of [DependsOn].flat()) lines.push(`  ${id}.addResourceDependency(${other});`);
  return lines.join('\n');
}

/** A value of the template as an expression; an L1 wants the names of properties in camel case. */
function source(value, name, isRenamed) {
  if (typeof value === 'string') return text(value, name);
  if (Array.isArray(value)) return `[${value.map((item) => source(item, name, isRenamed)).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const intrinsic = intrinsicSource(value, name);
  if (intrinsic !== undefined) return intrinsic;
  const entries = Object.entries(value).map(([key, item]) => {
    const renamed = isRenamed ? key.charAt(0).toLowerCase() + key.slice(1) : key;
    return `${JSON.stringify(renamed)}: ${source(item, name, isRenamed && !VERBATIM.includes(key))}`;
  });
  return `{ ${entries.join(', ')} }`;
}

function intrinsicSource(value, name) {
  const [[key, argument], ...more] = Object.entries(value);
  if (more.length > 0) return undefined;
  if (key === 'Ref') return argument.startsWith('AWS::') ? pseudo(argument) : `${argument}.ref`;
  if (key === 'Fn::GetAtt') return `${argument[0]}.getAtt(${JSON.stringify(argument[1])}).toString()`;
  if (key === 'Fn::Join') return `[${argument[1].map((part) => source(part, name, false)).join(', ')}].join('')`;
  if (key !== 'Fn::Sub') return undefined;
  if (argument.startsWith('s3://')) return 'modelUrl';
  return argument.includes('.dkr.ecr.') ? 'imageUri' : `Fn.sub(${text(argument, name)})`;
}

function pseudo(parameter) {
  return `Aws.${parameter
    .slice(5)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;
}

function text(value, name) {
  return JSON.stringify(value)
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${')
    .replaceAll(name, '${name}')
    .replace(/^"|"$/g, '`');
}

/** What is referred to comes first. */
function inOrder(resources) {
  const known = new Map(resources);
  const order = new Map();
  const visit = (id) => {
    if (order.has(id) || !known.has(id)) return;
    const resource = known.get(id);
    for (const [, other] of JSON.stringify(resource).matchAll(/"([A-Za-z0-9]+)"/g)) {
      if (other !== id) visit(other);
    }
    order.set(id, resource);
  };
  for (const [id] of resources) visit(id);
  return [...order];
}

/** What the templates of an assembly declare, whatever their logical ids and the digests in names and of assets are. */
export function declared(outdir) {
  return readdirSync(outdir)
    .filter((file) => file.endsWith('.template.json'))
    .sort()
    .map((file) => digests(JSON.parse(readFileSync(join(outdir, file), 'utf8')).Resources));
}

function digests(resources) {
  const types = new Map(Object.entries(resources).map(([id, { Type }]) => [id, Type]));
  return Object.values(resources)
    .map((resource) =>
      JSON.stringify(resource, (_, value) =>
        typeof value === 'string'
          ? (types.get(value) ?? value.replace(/[0-9a-f]{64}(\.tar\.gz|\.gz)?|(?<=-)[0-9a-f]{8}$/g, 'DIGEST'))
          : value,
      ),
    )
    .sort();
}
