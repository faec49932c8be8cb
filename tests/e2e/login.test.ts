import type { Browser } from '@playwright/test';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { say } from '../support/console-words.ts';
import { openDesks, type Desks } from '../support/desk.ts';
import { ensureFreshClient } from '../support/fresh-client.ts';
import { startSystem, TEST_PASSWORD, type RunningSystem } from '../support/running-system.ts';
import { loadEmptyLists, verifyPeople } from '../support/verified-people.ts';

describeInBrowser('the door of the console', () => {
  let system: RunningSystem;
  let browser: Browser;
  let desks: Desks;

  beforeAll(async () => {
    await ensureFreshClient();
    [system, browser] = await Promise.all([startSystem({ engine: 'sqlite' }), openBrowser()]);
    desks = openDesks(browser, system.url);
  });
  afterEach(async () => {
    const problems = desks.problems();
    await desks.leave();
    expect(problems).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('shows the door after one step, so that going back leads out and not round', async () => {
    const desk = await desks.visitor('stranger');
    await desk.open('/submissions');
    await desk.field(say('login.username')).waitFor();
    const steps = () => desk.page.evaluate(() => window.history.length);
    // The empty page, the address that was asked for, the door.
    expect(await steps()).toBeLessThanOrEqual(3);
    await desk.typeLogin('reviewer', TEST_PASSWORD);
    await desk.page.waitForURL(/\/submissions/);
    await desk.button(say('ra.auth.user_menu')).or(desk.button(system.accounts.reviewer.fullName)).click();
    await desk.page.getByRole('menuitem', { name: say('ra.auth.logout') }).click();
    await desk.field(say('login.username')).waitFor();
    expect(await steps()).toBeLessThanOrEqual(6);
  });

  it('tells a wrong password so and lets the right one in', async () => {
    const desk = await desks.visitor('reviewer');
    await desk.open('/');
    await desk.watch.refused({ status: 401, path: /\/auth\/login$/ }, async () => {
      await desk.typeLogin('reviewer', 'bukan-kata-sandinya');
      await desk.sees(say('errors.BAD_CREDENTIALS'), desk.page.getByRole('alert'));
    });
    await desk.typeLogin('reviewer', TEST_PASSWORD);
    await desk.button(say('submissions.nextCase')).waitFor();
  });

  it('shows the login form again after logging out, and nothing by going back', async () => {
    const desk = await desks.of('auditor', TEST_PASSWORD);
    await desk.menu('submissions');
    await desk.button(say('ra.auth.user_menu')).or(desk.button(system.accounts.auditor.fullName)).click();
    await desk.page.getByRole('menuitem', { name: say('ra.auth.logout') }).click();
    await desk.field(say('login.username')).waitFor();
    await desk.watch.allowing({ status: 401, path: /^\/api\// }, async () => {
      await desk.page.goBack();
      await desk.field(say('login.username')).waitFor();
    });
  });

  it('keeps the note typed on a case while its session is ended elsewhere and opened again', async () => {
    await loadEmptyLists(system);
    const { ids } = await verifyPeople(system, 1);
    const note = 'Sudah menelepon pendaftar, menunggu KK terbaru.';
    const desk = await desks.of('reviewer2', TEST_PASSWORD);
    await desk.open(`/submissions/${ids[0]}/show`);
    await desk.tab(say('case.tabs.notes')).click();
    await desk.field(say('case.newNote')).fill(note);

    const elsewhere = await desks.visitor('reviewer2 elsewhere');
    await elsewhere.logIn('reviewer2', TEST_PASSWORD);
    await elsewhere.open('/account');
    await elsewhere.button(say('account.end')).click();
    await elsewhere.button(say('account.end')).waitFor({ state: 'detached' });

    await desk.watch.refused({ status: 401, path: /^\/api\// }, async () => {
      await desk.button(say('case.addNote')).click();
      await desk.field(say('login.username')).waitFor();
    });
    await desk.typeLogin('reviewer2', TEST_PASSWORD);
    await desk.tab(say('case.tabs.notes')).click();
    await expect.poll(() => desk.field(say('case.newNote')).inputValue(), { timeout: 20_000 }).toBe(note);
    await desk.button(say('case.addNote')).click();
    await desk.sees(`“${note}”`);
  });

  it.each([
    ['intake', '/batches'],
    ['reviewer', '/staff'],
    ['pmo', '/imports'],
    ['admin', '/submissions'],
    ['approver', '/audit-events'],
  ] as const)('refuses %s the page %s in words', async (username, path) => {
    const desk = await desks.of(username, TEST_PASSWORD);
    // The page may ask for its list while it still learns that the role may not; the server refuses that as well.
    await desk.watch.allowing({ status: 403, path: new RegExp(`/api${path}$`) }, async () => {
      await desk.open(path);
      await desk.sees(say('ra.page.access_denied'));
    });
  });
});
