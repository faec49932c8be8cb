import type { Locator } from '@playwright/test';
import { say } from '../../support/console-words.ts';
import type { Desk, Desks } from '../../support/desk.ts';
import { TEST_PASSWORD, type RunningSystem, type Username } from '../../support/running-system.ts';

/** What one step of the walk leaves to the next. */
export interface Walk {
  system: RunningSystem;
  desks: Desks;
  as(username: Username): Promise<Desk>;
}

export function startWalk(system: RunningSystem, desks: Desks): Walk {
  return { system, desks, as: (username) => desks.of(username, TEST_PASSWORD) };
}

/** One record as the person at this desk may read it: to choose a case, never to judge what a page shows. */
export async function look<T>(desk: Desk, path: string): Promise<T> {
  const answer = await desk.page.request.get(`${new URL(desk.page.url()).origin}${path}`);
  if (!answer.ok()) throw new Error(`${path} answers ${answer.status()}`);
  return (await answer.json()) as T;
}

/** The rows of a list of the API. */
export function lookUp<T>(desk: Desk, resource: string, filter: Record<string, unknown>): Promise<T[]> {
  const query = new URLSearchParams({
    filter: JSON.stringify(filter),
    range: '[0,999]',
    sort: '["id","ASC"]',
  });
  return look<T[]>(desk, `/api/${resource}?${query.toString()}`);
}

/** Types a whole NIK into the search box of the list; the only hit opens as a case. */
export async function findByNik(desk: Desk, nik: string): Promise<void> {
  await desk.menu('submissions');
  await desk.field(say('submissions.search')).fill(nik);
  await desk.page.keyboard.press('Enter');
  await desk.page.waitForURL(/\/submissions\/\d+\/show/);
  await caseLoaded(desk);
}

/** Waits until the case on the screen can be decided. */
export async function caseLoaded(desk: Desk): Promise<void> {
  await desk.page.locator('aside[aria-busy=false]').waitFor();
  await desk.page.getByRole('region', { name: say('case.compare') }).waitFor();
}

/** A button of the decision bar; its name ends with its key. */
export function decision(desk: Desk, action: string): Locator {
  const bar = desk.page.getByRole('group', { name: say('case.decisions') });
  return bar.getByRole('button', { name: new RegExp(`^${say(`case.actions.${action}`)}( [A-Z])?$`) });
}

export interface Grounds {
  reason?: string;
  note?: string;
  verdict?: string;
}

/** Presses an act of the case page, fills what it asks, sends it and waits until it is said to be done. */
export async function decide(
  desk: Desk,
  action: string,
  { reason, note, verdict }: Grounds = {},
): Promise<void> {
  const name = await desk.page.locator('h2').first().innerText();
  const label = say(`case.actions.${action}`);
  await decision(desk, action).click();
  if (reason || note || verdict) {
    const panel = desk.page.getByRole('form', { name: label });
    if (verdict) await panel.getByRole('radio', { name: verdict }).check();
    if (reason)
      await panel.getByRole('checkbox', { name: new RegExp(`^${say(`reasons.${reason}`)}`) }).check();
    if (note) await desk.field(say('case.note'), panel).fill(note);
    await panel.getByRole('button', { name: label }).click();
  }
  await desk.sees(say('case.done', { action: label, name }));
}

/** Waits until the case's status chip says so. */
export async function caseIs(desk: Desk, status: string): Promise<void> {
  await desk.sees(say(`enums.status.${status}`), desk.page.locator('main'));
}
