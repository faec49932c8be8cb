import { describe, expect, it } from 'vitest';
import { FORM_STEPS } from '../../../client/portal/form-rules.ts';
import {
  PAGE_PATHS,
  placeOf,
  returnPlace,
  stepPath,
  type PageName,
} from '../../../client/portal/router-rules.ts';
import { isPortalPath } from '../../../server/http/portal-path.ts';

const pages = Object.keys(PAGE_PATHS) as PageName[];

describe('the addresses of the applicants’ pages', () => {
  it('lead to their page, with or without a stroke at the end', () => {
    for (const page of pages) {
      expect(placeOf(PAGE_PATHS[page]).page).toBe(page);
      expect(placeOf(`${PAGE_PATHS[page]}/`).page).toBe(page);
    }
  });

  it('give every step of the form one of its own, and the form alone its first', () => {
    for (const step of FORM_STEPS) expect(placeOf(stepPath(step))).toEqual({ page: 'form', step });
    expect(new Set(FORM_STEPS.map(stepPath)).size).toBe(FORM_STEPS.length);
    expect(placeOf(PAGE_PATHS.form)).toEqual({ page: 'form', step: 'identity' });
  });

  it('are all served by the portal and none by the console', () => {
    const all = [...pages.map((page) => PAGE_PATHS[page]), ...FORM_STEPS.map(stepPath)];
    expect(all.filter((path) => !isPortalPath(path))).toEqual([]);
    const consoles = [
      '/',
      '/login',
      '/submissions',
      '/daftarkan',
      '/statuses',
      '/status/7',
      '/api/portal/me',
    ];
    expect(consoles.filter(isPortalPath)).toEqual([]);
  });

  it('that are none say so', () => {
    for (const path of ['/daftar/tidak-ada', '/daftar/formulir/tidak-ada', '/'])
      expect(placeOf(path).page).toBe('unknown');
  });

  it('keep those the mails name', () => {
    expect(placeOf('/daftar/verifikasi').page).toBe('verify');
    expect(placeOf('/daftar/sandi').page).toBe('reset');
  });
});

describe('the way back after logging in', () => {
  it('is the page somebody was turned away from, with the box they were at', () => {
    expect(returnPlace('/daftar/formulir/alamat')).toBe('/daftar/formulir/alamat');
    expect(returnPlace('/daftar/formulir/identitas#isian-nik')).toBe('/daftar/formulir/identitas#isian-nik');
  });

  it('is never out of the portal, nor to a page that needs no login', () => {
    const strange = [
      'https://jahat.example/daftar',
      '//jahat.example',
      '/submissions',
      '/daftar/masuk',
      '',
      null,
    ];
    expect(strange.map(returnPlace)).toEqual(strange.map(() => PAGE_PATHS.home));
  });
});
