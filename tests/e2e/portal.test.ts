import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeInBrowser, openBrowser } from '../support/browser.ts';
import { ensureFreshClient } from '../support/fresh-client.ts';
import { startSystem, type RunningSystem } from '../support/running-system.ts';
import { loadEmptyLists } from '../support/verified-people.ts';

const PASSWORD = 'gerobak kuning melompati sungai';
const NIK = '3374015705949011';
const POLL_MS = 200;

/** The newest mail to an address, as the embedded mailer leaves it. */
async function mailTo(system: RunningSystem, address: string): Promise<string> {
  const folder = join(system.dataDir, 'mail');
  for (;;) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const found = texts.filter((text) => text.includes(address)).at(-1);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const photo = () => {
  const words = Array.from(
    { length: 12 },
    (_, line) => `<text x="30" y="${60 + line * 45}" font-size="28">CONTOH ${line * 7919}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="630"><rect width="1000" height="630" fill="#9cc3e0"/>${words.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
};

async function serious(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}

async function fillBirthDate(page: Page) {
  await page.getByLabel('Tanggal', { exact: true }).fill('17');
  await page.getByLabel('Bulan').selectOption('5');
  await page.getByLabel('Tahun').fill('1994');
}
const goOn = (page: Page) => page.getByRole('button', { name: 'Simpan dan lanjut' }).click();
const arrives = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();

async function register(page: Page, system: RunningSystem, email: string) {
  await page.goto(`${system.url}/daftar`);
  await page.getByText('Pendaftaran dibuka: Gelombang Uji').waitFor();
  await page.getByRole('link', { name: 'Daftar baru' }).click();
  await page.getByLabel('Nama lengkap, persis seperti di KTP').fill('Siti Contohwati');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Nomor HP').fill('0812-3456-7890');
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Buat akun' }).click();
  await arrives(page, 'Periksa e-mail Anda');
  const code = /verifikasi Anda: (\d{6})/.exec(await mailTo(system, email))?.[1];
  await page.getByLabel('Kode 6 angka').fill(String(code));
  await page.getByRole('button', { name: 'Pastikan e-mail' }).click();
  await page.getByText('E-mail sudah dipastikan. Silakan masuk.').waitFor();
  await logIn(page);
}

async function logIn(page: Page) {
  await page.getByLabel('Kata sandi').fill(PASSWORD);
  await page.getByRole('button', { name: 'Masuk' }).click();
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Masuk' }).waitFor();
}

async function fillIdentity(page: Page) {
  await page.getByRole('link', { name: 'Isi formulir' }).click();
  await page.getByLabel('NIK').fill(NIK);
  await page.getByLabel('Tempat lahir').fill('Semarang');
  await fillBirthDate(page);
  await page.getByLabel('Jenis kelamin').selectOption('P');
  await page.getByLabel('Nomor Kartu Keluarga (KK)').fill('3374012203109002');
  await page.getByText(/Menurut NIK ini: lahir 17 Mei 1994, perempuan/).waitFor();
  await goOn(page);
}

async function fillAddressAndWork(page: Page) {
  await arrives(page, 'Alamat');
  await page.getByLabel('Alamat menurut KTP').fill('Jl. Melati No. 7, RT 02/RW 05, Sekayu');
  await page.getByLabel('Provinsi tempat tinggal').selectOption('33');
  await page.getByLabel('Kabupaten atau kota tempat tinggal').selectOption('33.74');
  await goOn(page);
  await arrives(page, 'Pendidikan dan pekerjaan');
  await page.getByLabel('Pendidikan terakhir').selectOption('SMK');
  await page.getByLabel('Keadaan kerja sekarang').selectOption('PENCARI_KERJA');
  await goOn(page);
  await arrives(page, 'Pelatihan');
  await page.getByLabel(/Pelatihan yang diinginkan/).fill('Menjahit');
  await goOn(page);
}

async function givePhotoAndDeclare(page: Page) {
  await arrives(page, 'Foto KTP');
  const file = { name: 'ktp.jpg', mimeType: 'image/jpeg', buffer: await photo() };
  await page.getByTestId('ktp-file').setInputFiles(file);
  await page.getByRole('button', { name: 'Pakai foto ini' }).click();
  await page.getByText('Foto KTP tersimpan.').waitFor();
  await goOn(page);
  await arrives(page, 'Pernyataan');
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await goOn(page);
  await arrives(page, 'Periksa dan kirim');
}

describeInBrowser('an applicant with a phone', () => {
  let system: RunningSystem;
  let browser: Browser;
  let phone: BrowserContext;
  let page: Page;
  let defects: string[] = [];

  beforeAll(async () => {
    await ensureFreshClient();
    [system, browser] = await Promise.all([startSystem({ engine: 'sqlite' }), openBrowser()]);
    await loadEmptyLists(system);
  });
  beforeEach(async () => {
    phone = await browser.newContext({ viewport: { width: 360, height: 800 }, timezoneId: 'Asia/Jakarta' });
    phone.setDefaultTimeout(0);
    page = await phone.newPage();
    defects = [];
    page.on('pageerror', (error) => defects.push(String(error)));
  });
  afterEach(async () => {
    await phone.close();
    expect(defects).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('registers, fills the form, sends it in, and asks for its status by the number on the receipt', async () => {
    await register(page, system, 'siti@contoh.example');
    await fillIdentity(page);
    await fillAddressAndWork(page);
    await givePhotoAndDeclare(page);
    expect(await serious(page)).toEqual([]);
    await page.getByRole('button', { name: 'Kirim pendaftaran' }).click();
    await arrives(page, 'Tanda terima pendaftaran');
    const number = await page.locator('dd.number').innerText();
    const paper = await phone.request.get(`${system.url}/api/portal/submission/receipt.pdf`);
    expect(paper.headers()['content-type']).toContain('application/pdf');
    await page.goto(`${system.url}/status?no=${number}`);
    await fillBirthDate(page);
    await page.getByRole('button', { name: 'Lihat status' }).click();
    await page.getByText('Diterima dan diperiksa').waitFor();
    expect(await serious(page)).toEqual([]);
    await page.goto(`${system.url}/daftar/formulir/periksa`);
    await page.getByText('Formulir ini sudah dikirim').waitFor();
    expect(await page.content()).not.toContain(NIK);
  });

  it('finds what was typed again after the session ended', async () => {
    await register(page, system, 'budi@contoh.example');
    await page.getByRole('link', { name: 'Isi formulir' }).click();
    await page.getByLabel('Tempat lahir').waitFor();
    await phone.clearCookies();
    await page.getByLabel('Tempat lahir').fill('Semarang');
    await page.getByText('Demi keamanan, Anda harus masuk lagi.').waitFor();
    await logIn(page);
    await arrives(page, 'Data diri');
    expect(await page.getByLabel('Tempat lahir').inputValue()).toBe('Semarang');
    await page.getByText(/^Tersimpan \d\d\.\d\d$/).waitFor();
    await page.reload();
    await page.getByLabel('Tempat lahir').waitFor();
    expect(await page.getByLabel('Tempat lahir').inputValue()).toBe('Semarang');
  });
});
