import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { DataFolder } from './data-folder.mjs';
import { startNode, untilReady } from './eventide-node.mjs';
import { provideMongo } from './mongod.mjs';
import { Refusal, run, say } from './output.mjs';
import { ROOT } from './paths.mjs';
import { Company, backdate } from './pictures-company.mjs';
import { DRAFT, HAPPENINGS, NEWS } from './pictures-content.mjs';
import { freePort } from './ports.mjs';

const TARGET = join(ROOT, 'docs', 'pictures');
const LARGEST_BYTES = 200_000;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** `npm run pictures`: the pictures of the README, from a product that runs for them alone. */
await run(async () => {
  const folder = await DataFolder.take(mkdtempSync(join(tmpdir(), 'eventide-pictures-')));
  try {
    const mongo = await provideMongo(folder, null);
    const env = { MONGODB_URI: mongo.uri, MONGODB_DB: 'pictures', DEMO: 'true', NODE_ENV: 'development' };
    const node = startNode(folder, 'node', { host: '127.0.0.1', port: await freePort() }, env);
    await untilReady(node);
    const company = new Company(node.url, readFileSync(folder.file('demo-api-key'), 'utf8').trim());
    await fill(company, mongo.uri);
    await takePictures(node.url, company);
  } finally {
    await folder.close();
    rmSync(folder.path, { recursive: true, force: true });
  }
});

async function fill(company, mongoUri) {
  const client = new MongoClient(mongoUri);
  try {
    for (const { ago, read, happen } of HAPPENINGS) {
      await backdate(client.db('pictures'), ago, () => happen(company));
      if (read) await company.readNewest('user2');
    }
  } finally {
    await client.close();
  }
}

async function takePictures(url, company) {
  mkdirSync(TARGET, { recursive: true });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  const open = (viewport, colorScheme) =>
    browser.newContext({ baseURL: url, viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
  try {
    await signInPage(await open(DESK, 'light'));
    await panelAndHistory(await open(DESK, 'light'));
    await darkHistory(await open(DESK, 'dark'));
    await phone(await open(PHONE, 'dark'), company);
    await announcements(await open(DESK, 'light'));
  } finally {
    await browser.close();
  }
}

async function signInPage(context) {
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('heading', { name: 'Try it with a demo account' }).waitFor();
  await take(page, 'sign-in-light');
}

async function panelAndHistory(context) {
  const page = await signedIn(context, 'user2');
  await page.getByRole('button', { name: 'Comments' }).first().click();
  await page.getByText('A first draft').waitFor();
  await page.getByRole('button', { name: /^Notifications, / }).click();
  await page.getByRole('dialog', { name: 'Notifications' }).getByText('Card payments are failing').waitFor();
  await take(page, 'panel-light');
  await openHistory(page);
  await take(page, 'history-light');
}

async function darkHistory(context) {
  const page = await signedIn(context, 'user2');
  await openHistory(page);
  await take(page, 'history-dark');
}

async function openHistory(page) {
  await page.goto('/notifications');
  await page.getByRole('main').getByText('Invoice 2041 was paid').waitFor();
  await live(page);
}

async function phone(context, company) {
  const page = await signedIn(context, 'user2');
  await company.tell('user2', NEWS);
  await page.getByRole('region', { name: 'New notifications' }).getByText(NEWS.title).waitFor();
  await take(page, 'phone-dark');
}

async function announcements(context) {
  const page = await signedIn(context, 'admin');
  await page.goto('/admin/announcements');
  await page.getByLabel('Title').fill(DRAFT.title);
  await page.getByLabel('Message').fill(DRAFT.message);
  await take(page, 'announcements-light');
}

async function signedIn(context, id) {
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Email').fill(`${id}@eventide.test`);
  await page.getByLabel('Password').fill('eventide');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await live(page);
  return page;
}

function live(page) {
  return page.getByRole('banner').getByRole('status').filter({ hasText: 'Live' }).waitFor();
}

async function take(page, name) {
  await page.evaluate(() => document.fonts.ready);
  const path = join(TARGET, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(path);
  say(`docs/pictures/${name}.png  ${Math.ceil(size / 1_000)} KB`);
  if (size > LARGEST_BYTES) throw new Refusal(`${name}.png is larger than ${LARGEST_BYTES / 1_000} KB.`);
}
