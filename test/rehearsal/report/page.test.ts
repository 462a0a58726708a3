import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { makeReport } from '@inference-constructs/rehearsal/report/make/make-report';
import { pageOf } from '@inference-constructs/rehearsal/report/page/page';
import { has, testWith } from '../../support/tools';
import { edited, temporaryFolder, v1, v2 } from '../support/assembly';
import { FakeInvoker } from '../support/fake-invoker';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

jest.setTimeout(120_000);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const folder = temporaryFolder();
const server = createServer((_, response) => response.end(content));
let content = '';
let browser: Browser;
/** What the page asked for besides itself, and what the browser had to say. */
const complaints: string[] = [];

beforeAll(async () => {
  content = await pageWithEverything();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  if (!has('chromium')) return;
  const executablePath = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).stdout.trim();
  browser = await chromium.launch({ executablePath, args: FLAGS });
});

afterAll(async () => {
  await browser?.close();
  server.close();
});

/** A rehearsal that is rolled back, a rule broken, access widened: every section has something to show. */
async function pageWithEverything(): Promise<string> {
  const to = edited(folder, v2, (resources) => {
    resources.Opened = {
      Type: 'AWS::IAM::RolePolicy',
      Properties: {
        RoleName: 'r',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      },
    };
    resources.Model = { Type: 'AWS::SageMaker::Model', Properties: { ModelName: 'fixed' } };
  });
  const traffic = join(folder, 'traffic.jsonl');
  writeFileSync(traffic, '{"body":{"row":1}}\n');
  const invoker = new FakeInvoker(({ number }) => (number === '2' ? { errorRate: 0.5 } : {}));
  return pageOf(await makeReport({ from: v1, to, traffic }, { invoker }));
}

async function opened(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  return page;
}

testWith('chromium', 'no complaint and no request, whatever the scheme', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await opened({ colorScheme });
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
    await page.close();
  }
  expect(complaints).toEqual([]);
});

testWith('chromium', 'headings go down one level at a time, and there is one of the first', async () => {
  const page = await opened();
  const levels = await page.$$eval('h1, h2, h3, h4', (headings) => headings.map(({ tagName }) => Number(tagName[1])));
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  expect(levels[0]).toBe(1);
  expect(levels.filter((level, i) => i > 0 && level > levels[i - 1] + 1)).toEqual([]);
  await page.close();
});

testWith('chromium', 'the keyboard reaches every link, fold and wide table, and opens folds', async () => {
  const page = await opened();
  const wanted = await page.$$eval(
    'a, summary, [tabindex="0"]',
    (all) => all.filter((one) => one.checkVisibility()).length,
  );
  const reached = new Set<number>();
  for (let i = 0; i < wanted + 5; i++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(
        '[...document.querySelectorAll(`a, summary, [tabindex="0"]`)].indexOf(document.activeElement)',
      ),
    );
  }
  reached.delete(-1);
  expect(reached.size).toBe(wanted);
  await page.focus('summary');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.querySelector("summary").parentElement.open')).toBe(true);
  await page.close();
});

testWith('chromium', 'tables, pictures and ids are as an assistive technology needs them', async () => {
  const page = await opened();
  expect(await page.$$eval('table', (all) => all.filter((one) => one.caption?.textContent?.trim() === '').length)).toBe(
    0,
  );
  expect(await page.$$eval('th:not([scope])', (all) => all.length)).toBe(0);
  expect(await page.$$eval('thead th', (all) => all.filter((one) => one.textContent?.trim() === '').length)).toBe(0);
  expect(
    await page.$$eval('svg[role=img]', (all) =>
      all.every((one) => one.querySelector('title') && one.querySelector('desc')),
    ),
  ).toBe(true);
  const ids = await page.$$eval('[id]', (all) => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(await page.$$eval('script, [onclick], [onload], [style]', (all) => all.length)).toBe(0);
  await page.close();
});

testWith('chromium', 'nothing is wider than a telephone but what scrolls by itself', async () => {
  const page = await opened({ viewport: { width: 375, height: 800 } });
  expect(await page.evaluate('document.documentElement.scrollWidth <= 375')).toBe(true);
  await page.close();
});

testWith('chromium', 'text can be read: contrast of at least 4.5 in both schemes', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await opened({ colorScheme });
    expect(await page.evaluate(LEAST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    await page.close();
  }
});

/** The smallest contrast of a text with what lies behind it, by WCAG's formula; run in the page. */
const LEAST_CONTRAST = `(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => rgb(color).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (rgb(color)[3] !== 0) return color;
    }
    return 'rgb(255,255,255)';
  };
  const texts = [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility() &&
    [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''));
  return Math.min(...texts.map((one) => {
    const style = getComputedStyle(one);
    const [a, b] = [luminance(one.closest('svg') ? style.fill : style.color), luminance(behind(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
})()`;
