import type { Page } from 'playwright-core';
import { realworld } from '../../api/support/contracts.ts';
import { type Person, register as registerByApi } from '../../api/support/people.ts';
import { unique } from '../../api/support/unique.ts';

export interface Texts {
  title: string;
  description: string;
  body: string;
  tags?: string[];
}

export interface Account {
  username: string;
  email: string;
  password: string;
}

export const newAccount = (): Account => {
  const username = unique('visitor');
  return { username, email: `${username}@example.com`, password: 'a long password' };
};

export const newTexts = (): Texts => {
  const title = unique('Title ');
  return { title, description: `About ${title}`, body: `The body of ${title}.`, tags: [unique('tag'), unique('tag')] };
};

/** Waits until something is shown. */
export const shows = (page: Page, selector: string) => page.locator(selector).first().waitFor();

/** Waits until nothing of the kind is shown. */
export const hides = (page: Page, selector: string) => page.locator(selector).first().waitFor({ state: 'hidden' });

export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value);
}

/** Registers in the browser, as a person does. */
export async function registerAtPage(page: Page, account = newAccount()): Promise<Account> {
  await page.goto('/register');
  await fill(page, { ...account });
  await page.click('button[type="submit"]');
  await shows(page, `nav a[href="/profile/${account.username}"]`);
  return account;
}

export async function loginAtPage(page: Page, { email, password }: Account): Promise<void> {
  await page.goto('/login');
  await fill(page, { email, password });
  await page.click('button[type="submit"]');
}

export async function logout(page: Page): Promise<void> {
  await page.goto('/settings');
  await page.click('button:has-text("Or click here to logout")');
  await shows(page, 'nav a[href="/login"]');
}

/** Registers over HTTP and opens the browser with that user's token: quicker than forms where they are not the point. */
export async function arriveAs(page: Page, person?: Person): Promise<Person> {
  const known = person ?? (await registerByApi(realworld));
  await page.addInitScript((token) => {
    if (!sessionStorage.getItem('arrived')) localStorage.setItem('jwtToken', token);
    sessionStorage.setItem('arrived', 'yes');
  }, known.token);
  return known;
}

export async function addTag(page: Page, tag: string): Promise<void> {
  await page.fill('input[placeholder="Enter tags"]', tag);
  await page.press('input[placeholder="Enter tags"]', 'Enter');
}

/** Fills the editor that is open. */
export async function fillEditor(page: Page, { title, description, body, tags = [] }: Texts): Promise<void> {
  await fill(page, { title, description, body });
  for (const tag of tags) await addTag(page, tag);
}

export const publish = (page: Page) => page.click('button:has-text("Publish Article")');

/** Writes an article in the browser; ends on its page. */
export async function writeAtPage(page: Page, texts = newTexts()): Promise<Texts> {
  await page.goto('/editor');
  await fillEditor(page, texts);
  await publish(page);
  await page.waitForURL(/\/article\/.+/);
  await shows(page, `.article-page h1:has-text("${texts.title}")`);
  return texts;
}

export async function commentAtPage(page: Page, text: string): Promise<void> {
  await page.fill('textarea[placeholder="Write a comment..."]', text);
  await page.click('button:has-text("Post Comment")');
  await page.locator('.card:not(.comment-form) .card-block', { hasText: text }).waitFor();
}

export const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;
