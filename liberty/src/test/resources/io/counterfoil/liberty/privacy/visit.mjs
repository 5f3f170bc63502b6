// A visitor of the privacy page, in a real browser. Usage: node visit.mjs '{"phase": …, "url": …, "chromium": …, "shots": …}'
// Fails on anything that axe finds, on any script error and on any breach of the content security policy.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';

const wanted = JSON.parse(process.argv[2]);
const require = createRequire(path.join(wanted.modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');

const browser = await chromium.launch({ executablePath: wanted.chromium, args: ['--no-sandbox', '--disable-gpu'] });
const troubles = [];

async function visitor(options) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, bypassCSP: false, acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(String(error)));
  return page;
}

/** axe runs in a world of its own by DevTools, where the page's policy does not reach. */
async function checked(page, name) {
  const session = await page.context().newCDPSession(page);
  const { readFileSync } = await import('node:fs');
  await session.send('Runtime.evaluate', { expression: readFileSync(axe, 'utf8') });
  const { result } = await session.send('Runtime.evaluate', {
    expression: 'axe.run().then((found) => JSON.stringify(found.violations.map((v) => [v.id, v.nodes.map((n) => n.html)])))',
    awaitPromise: true, returnByValue: true,
  });
  assert.equal(result.value, '[]', `axe at ${name}`);
  if (wanted.shots) await page.screenshot({ path: path.join(wanted.shots, `${name}.png`), fullPage: true });
}

const phases = {
  /** Asks in German on a phone, with a mistake first. */
  async ask() {
    const page = await visitor({ locale: 'de-DE', viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    await page.goto(wanted.url);
    await page.getByRole('heading', { name: 'Ihre Daten bei' }).waitFor();
    await checked(page, 'ask-phone-de');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, 'the page is wider than the phone');
    await page.getByLabel('Ihre E-Mail-Adresse').fill('anna');
    await page.getByRole('button', { name: 'Link schicken' }).click();
    await page.getByText('Bitte geben Sie eine E-Mail-Adresse ein').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'email');
    await checked(page, 'ask-error-phone-de');
    await page.getByLabel(wanted.type === 'erasure' ? 'Meine Daten löschen' : 'Eine Kopie meiner Daten').check();
    await page.getByLabel('Ihre E-Mail-Adresse').fill(wanted.email);
    await page.getByRole('button', { name: 'Link schicken' }).click();
    await page.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' }).waitFor();
    await checked(page, 'asked-phone-de');
    await page.goto(`${wanted.url}?lang=en`);
    await page.getByRole('heading', { name: 'Your data at' }).waitFor();
  },

  /** Opens the link at a desk, in English, and fetches the copy. */
  async fetch() {
    const page = await visitor({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, colorScheme: wanted.dark ? 'dark' : 'light' });
    await page.goto(`${wanted.url}`);
    await checked(page, 'ask-desk');
    await page.goto('about:blank');
    await page.goto(wanted.link);
    await page.getByRole('heading', { name: 'Was it you?' }).waitFor();
    assert.equal(new URL(page.url()).hash, '', 'the secret is still in the address');
    await checked(page, 'confirm-desk');
    await page.getByRole('button', { name: 'Yes, it was me' }).click();
    await page.getByText('Your copy is ready.').waitFor({ timeout: 60000 });
    await checked(page, 'ready-desk');
    const [download] = await Promise.all([
      page.waitForEvent('download'), page.getByRole('button', { name: 'Download my copy' }).click()]);
    await download.saveAs(wanted.saveAs);
    await page.getByText('This copy was downloaded').waitFor();
    await checked(page, 'fetched-desk');
    const second = await visitor({ locale: 'en-GB' });
    await second.goto(wanted.link);
    await second.getByRole('button', { name: 'Yes, it was me' }).click();
    await second.getByRole('heading', { name: 'This link does not work' }).waitFor();
    await checked(second, 'broken-desk');
    troubles.splice(0, troubles.length, ...troubles.filter((text) => !text.includes('status of 410')));
  },

  /** Enters by a link from the merchant and takes the request back, before work begins. */
  async withdraw() {
    const page = await visitor({ locale: 'en-GB', viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.goto(wanted.link);
    await page.getByRole('heading', { name: 'Your request' }).waitFor();
    await checked(page, 'enter-phone-dark');
    await page.getByRole('button', { name: 'Show my request' }).click();
    await page.getByText('Done at the latest by').waitFor();
    await checked(page, 'pending-phone-dark');
    await page.getByRole('button', { name: 'Take my request back' }).click();
    await page.getByText('Your request was taken back.').waitFor();
    await checked(page, 'withdrawn-phone-dark');
    await page.reload();
    await page.getByText('Your request was taken back.').waitFor();
  },
};

try {
  for (const phase of wanted.phase.split(' ')) await phases[phase]();
  assert.deepEqual(troubles, []);
  console.log('visited');
} finally {
  await browser.close();
}
