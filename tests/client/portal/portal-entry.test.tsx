import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { meWith, openPortal, submissionOf, WAVE } from './portal-desk.tsx';

const person = userEvent.setup();
const press = async (name: string) => person.click(await screen.findByRole('button', { name }));
const type = async (label: string, text: string) => person.type(await screen.findByLabelText(label), text);
const refused = (status: number, code: string, errors?: Record<string, string>) =>
  [status, { code, message: '', errors }] as [number, unknown];

async function fillRegistration() {
  await type('Nama lengkap, persis seperti di KTP', 'Siti Contohwati');
  await type('E-mail', 'siti@contoh.id');
  await type('Nomor HP', '0812-3456-7890');
  await type('Kata sandi', 'empat kata acak');
  await press('Buat akun');
}

describe('making an account', () => {
  it('lists what is wrong at the top, goes there, and leads to each box', async () => {
    const asked = openPortal('/daftar/akun-baru', {});
    await press('Buat akun');
    const summary = screen.getByRole('alert');
    expect(document.activeElement).toBe(summary);
    await person.click(screen.getByRole('link', { name: 'E-mail: Belum diisi.' }));
    expect(document.activeElement).toBe(screen.getByLabelText('E-mail'));
    expect(screen.getByLabelText('E-mail').getAttribute('aria-invalid')).toBe('true');
    expect(asked.filter(({ path }) => path === 'register')).toEqual([]);
  });

  it('sends the number as the API takes it, and asks for the code of the mail', async () => {
    const asked = openPortal('/daftar/akun-baru', { 'POST register': () => [202, {}] });
    await fillRegistration();
    expect(await screen.findByText(/Kami mengirim kode 6 angka ke siti@contoh.id/)).toBeTruthy();
    expect(asked.find(({ path }) => path === 'register')?.body).toEqual({
      fullName: 'Siti Contohwati',
      email: 'siti@contoh.id',
      phone: '081234567890',
      password: 'empat kata acak',
    });
    expect(screen.getByRole('button', { name: /Kirim kode baru dalam \d+ detik/ })).toHaveProperty(
      'disabled',
      true,
    );
  });

  it('says at its box that a password is too easy to guess, and keeps all that was typed', async () => {
    openPortal('/daftar/akun-baru', {
      'POST register': () => refused(422, 'WEAK_PASSWORD', { password: 'weak' }),
    });
    await fillRegistration();
    expect(await screen.findByRole('link', { name: /Kata sandi: Terlalu mudah ditebak/ })).toBeTruthy();
    expect(screen.getByLabelText('E-mail')).toHaveProperty('value', 'siti@contoh.id');
  });
});

describe('proving the e-mail address', () => {
  it('by the link sends its token once and takes it out of the address', async () => {
    const token = 'token-of-twenty-characters';
    const asked = openPortal(`/daftar/verifikasi#${token}`, { 'POST verify-email': () => [200, {}] });
    expect(await screen.findByText('E-mail sudah dipastikan. Silakan masuk.')).toBeTruthy();
    expect(asked.filter(({ path }) => path === 'verify-email').map(({ body }) => body)).toEqual([{ token }]);
    expect(window.location.href).not.toContain(token);
  });

  it('by a link that is too old asks for the code instead', async () => {
    openPortal('/daftar/verifikasi#token-of-twenty-characters', {
      'POST verify-email': () => refused(422, 'CODE_WRONG'),
    });
    expect(await screen.findByText(/Tautan ini tidak berlaku lagi/)).toBeTruthy();
    expect(screen.getByLabelText('Kode 6 angka')).toBeTruthy();
  });
});

describe('logging in', () => {
  it('calls a wrong password that, and not an ended session', async () => {
    openPortal('/daftar/masuk', { 'POST login': () => refused(401, 'BAD_CREDENTIALS') });
    await type('E-mail', 'siti@contoh.id');
    await type('Kata sandi', 'salah');
    await press('Masuk');
    expect(await screen.findByText('E-mail atau kata sandi keliru.')).toBeTruthy();
  });

  it('leads whoever did not prove their address to the code', async () => {
    openPortal('/daftar/masuk', { 'POST login': () => refused(409, 'EMAIL_NOT_VERIFIED') });
    await type('E-mail', 'siti@contoh.id');
    await type('Kata sandi', 'empat kata acak');
    await press('Masuk');
    expect(await screen.findByRole('heading', { name: 'Periksa e-mail Anda' })).toBeTruthy();
  });

  it('is asked for at a private page, and leads back to it', async () => {
    let isIn = false;
    openPortal('/daftar/tanda-terima', {
      'GET me': () => (isIn ? [200, meWith(submissionOf())] : refused(401, 'NO_SESSION')),
      'POST login': () => {
        isIn = true;
        return [200, {}];
      },
    });
    await type('E-mail', 'siti@contoh.id');
    await type('Kata sandi', 'empat kata acak');
    await press('Masuk');
    expect(await screen.findByRole('heading', { name: 'Belum ada tanda terima' })).toBeTruthy();
    expect(window.location.pathname).toBe('/daftar/tanda-terima');
  });
});

describe('the first page', () => {
  it('says which wave is open and until when, and speaks English when asked, then and later', async () => {
    openPortal('/daftar', { 'GET wave': () => [200, WAVE] });
    expect(await screen.findByText('Pendaftaran dibuka: Gelombang 71')).toBeTruthy();
    await press('English');
    expect(screen.getByText('Registration is open: Gelombang 71')).toBeTruthy();
    await waitFor(() => expect(document.documentElement.lang).toBe('en'));
    expect(window.localStorage.getItem('loket.portal.language')).toBe('en');
  });

  it('says that none is open', async () => {
    openPortal('/daftar', { 'GET wave': () => [200, null] });
    expect(await screen.findByText('Belum ada pendaftaran yang dibuka')).toBeTruthy();
  });
});

describe('the status without an account', () => {
  async function ask(answer: [number, unknown]) {
    const asked = openPortal('/status?no=PK71-7Q4M-9XTR-K', { 'POST status': () => answer });
    await type('Tanggal', '17');
    await person.selectOptions(screen.getByLabelText('Bulan'), 'Mei');
    await type('Tahun', '1994');
    await press('Lihat status');
    return asked.find(({ path }) => path === 'status')?.body;
  }

  it('takes the number from the receipt’s code, and shows the road and what to mend', async () => {
    const reasons = [
      {
        code: 'KK_MISMATCH',
        label: { id: 'Nomor KK tidak sesuai', en: '' },
        remedy: { id: 'Pakai KK terbaru.', en: '' },
        fields: ['kkNumber'],
      },
    ];
    const timeline = [
      { stage: 'received', at: '2026-12-01T03:32:00Z' },
      { stage: 'mend', at: '2026-12-03T04:00:00Z' },
    ];
    const body = await ask([
      200,
      { registrationNo: 'PK71-7Q4M-9XTR-K', waveName: WAVE.name, stage: 'mend', timeline, reasons },
    ]);
    expect(body).toEqual({ registrationNo: 'PK71-7Q4M-9XTR-K', birthDate: '1994-05-17' });
    const now = (await screen.findAllByRole('listitem')).find(
      (stop) => stop.getAttribute('aria-current') === 'step',
    );
    expect(now?.textContent).toContain('Perlu Anda perbaiki');
    expect(screen.getByText('Pakai KK terbaru.')).toBeTruthy();
    // Nobody without an account is sent into a form.
    expect(screen.queryByRole('link', { name: /^Perbaiki/ })).toBeNull();
  });

  it('says the same of an unknown number and a wrong birth date', async () => {
    await ask(refused(404, 'NOT_FOUND'));
    expect(await screen.findByText(/Tidak ada pendaftaran dengan nomor dan tanggal lahir ini/)).toBeTruthy();
  });
});
