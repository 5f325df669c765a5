import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A guard against pages that hang: a busy machine is slow, not wrong. */
const PATIENCE_MS = 300_000;
const SCREENSHOTS = join(import.meta.dirname, '../screenshots');

/** Text that would run on a page that takes it for markup. */
export const MARKUP = `<script>document.title='hacked'</script>"'`;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page, and everything that went wrong in it: errors, refused content, requests of other hosts. */
export interface WatchedPage {
  readonly page: Page;
  readonly faults: string[];
  readonly requests: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1_400, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  return { page, faults, requests };
}

/** Keeps a picture for people to look at. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Address that a running jbt has told. */
export async function addressOf(output: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  if (output === null) throw new Error('no output');
  for await (const part of output) {
    text += String(part);
    const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text);
    if (found !== null) return found[0];
  }
  throw new Error(text);
}
