import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { PortalReason } from '@server/portal/portal-schema.ts';
import { loggedIn, meWith, openPortal, submissionOf } from './portal-desk.tsx';

const person = userEvent.setup();
const press = async (name: string | RegExp) => person.click(await screen.findByRole('button', { name }));
const ADDRESS = '/daftar/formulir/alamat';
const kkReason: PortalReason = {
  code: 'KK_MISMATCH',
  label: { id: 'Nomor KK tidak sesuai', en: 'KK differs' },
  remedy: { id: 'Pakai KK terbaru.', en: 'Use the newest card.' },
  fields: ['kkNumber'],
};
const returned = submissionOf({
  stage: 'mend',
  registrationNo: 'PK71-7Q4M-9XTR-K',
  reasons: [kkReason],
  missing: [],
});
const ended: [number, unknown] = [401, { code: 'NO_SESSION', message: '' }];

describe('a step of the form', () => {
  it('saves itself when somebody leaves a box, and says at what time', async () => {
    const asked = openPortal(ADDRESS, {
      ...loggedIn(submissionOf()),
      'PUT submission': ({ body }) => [
        200,
        submissionOf({
          version: 4,
          form: { ...submissionOf().form, ktpAddress: (body as { ktpAddress: string }).ktpAddress },
        }),
      ],
    });
    await person.type(await screen.findByLabelText('Alamat menurut KTP'), 'Jl. Melati 7');
    await person.tab();
    expect(await screen.findByText(/^Tersimpan \d\d\.\d\d$/)).toBeTruthy();
    expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({
      version: 3,
      ktpAddress: 'Jl. Melati 7',
    });
    expect(window.sessionStorage.getItem('loket.portal.unsent')).toBeNull();
  });

  it('keeps what was typed when the session ends, and shows it again after logging in', async () => {
    let isIn = true;
    let kept: unknown;
    openPortal(ADDRESS, {
      ...loggedIn(submissionOf()),
      'GET me': () => (isIn ? [200, meWith(submissionOf())] : ended),
      'PUT submission': ({ body }) => {
        if (!isIn) return ended;
        kept = body;
        return [200, submissionOf({ version: 4 })];
      },
      'POST login': () => {
        isIn = true;
        return [200, {}];
      },
    });
    const box = await screen.findByLabelText('Alamat menurut KTP');
    isIn = false;
    await person.type(box, 'Jl. Melati 7');
    await person.tab();
    expect(await screen.findByText(/Demi keamanan, Anda harus masuk lagi/)).toBeTruthy();
    await person.type(screen.getByLabelText('E-mail'), 'siti@contoh.id');
    await person.type(screen.getByLabelText('Kata sandi'), 'empat kata acak');
    await press('Masuk');
    expect(await screen.findByLabelText('Alamat menurut KTP')).toHaveProperty('value', 'Jl. Melati 7');
    await waitFor(() => expect(kept).toEqual({ version: 3, ktpAddress: 'Jl. Melati 7' }));
  });

  it('shows nobody what another person left in this browser', async () => {
    window.sessionStorage.setItem(
      'loket.portal.unsent',
      JSON.stringify({ owner: 'lain@contoh.id', unsent: { ktpAddress: 'Rahasia' } }),
    );
    const asked = openPortal(ADDRESS, loggedIn(submissionOf()));
    expect(await screen.findByLabelText('Alamat menurut KTP')).toHaveProperty('value', '');
    expect(asked.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('says without a network that nothing is lost, and goes on all the same', async () => {
    openPortal('/daftar/formulir/pelatihan', {
      ...loggedIn(submissionOf()),
      'PUT submission': () => [503, { code: 'DRAINING', message: '' }],
    });
    await person.type(await screen.findByLabelText(/Pelatihan yang diinginkan/), 'Barista');
    await press('Simpan dan lanjut');
    expect(await screen.findByRole('heading', { name: 'Foto KTP' })).toBeTruthy();
    expect(await screen.findByText(/Belum terkirim/)).toBeTruthy();
    expect(window.sessionStorage.getItem('loket.portal.unsent')).toContain('Barista');
    expect(JSON.stringify({ ...window.localStorage })).not.toContain('Barista');
  });

  it('does not go on without what it asks for', async () => {
    openPortal('/daftar/formulir/pekerjaan', loggedIn(submissionOf()));
    await press('Simpan dan lanjut');
    expect(await screen.findByRole('link', { name: 'Pendidikan terakhir: Belum dipilih.' })).toBeTruthy();
    expect(window.location.pathname).toBe('/daftar/formulir/pekerjaan');
  });

  it('offers the regencies of the chosen province alone', async () => {
    openPortal(ADDRESS, loggedIn(submissionOf()));
    await person.selectOptions(
      await screen.findByLabelText('Provinsi tempat tinggal'),
      await screen.findByRole('option', { name: 'Jawa Tengah' }),
    );
    const regency = screen.getByLabelText('Kabupaten atau kota tempat tinggal');
    expect(
      within(regency)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['Pilih …', 'Kota Semarang']);
  });
});

describe('a NIK', () => {
  it('that is saved stands masked, and can be written again or left as it is', async () => {
    openPortal('/daftar/formulir/identitas', loggedIn(submissionOf()));
    await press('Tulis ulang NIK');
    await person.type(screen.getByLabelText('NIK'), '3374 0157');
    expect(screen.getByLabelText('NIK')).toHaveProperty('value', '33740157');
    expect(screen.getByText('8 dari 16 angka')).toBeTruthy();
    await press('Batal tulis ulang');
    expect(screen.getAllByText('Tersimpan: 337401**********')).toHaveLength(2);
  });

  it('is read back, and warns where it disagrees, but lets go on', async () => {
    const form = { ...submissionOf().form, nikMasked: null, sex: 'L' as const };
    const saved = submissionOf({ form });
    openPortal('/daftar/formulir/identitas', {
      ...loggedIn(saved),
      'PUT submission': () => [200, { ...saved, version: 4 }],
    });
    await person.type(await screen.findByLabelText('NIK'), '3374015705949001');
    expect(
      screen.getByText(/lahir 17 Mei 1994, perempuan, NIK diterbitkan di Kota Semarang, Jawa Tengah/),
    ).toBeTruthy();
    expect(screen.getByText(/Jenis kelamin yang Anda isi berbeda/)).toBeTruthy();
    await press('Simpan dan lanjut');
    expect(await screen.findByRole('heading', { name: 'Alamat' })).toBeTruthy();
  });
});

describe('a registration that was sent back', () => {
  it('names what to mend with its remedy, and leads to the box', async () => {
    openPortal('/daftar/beranda', loggedIn(returned));
    expect(await screen.findByText('Pakai KK terbaru.')).toBeTruthy();
    await person.click(screen.getByRole('link', { name: 'Perbaiki: Nomor Kartu Keluarga (KK)' }));
    expect(await screen.findByText('Perlu diperbaiki')).toBeTruthy();
    expect(document.activeElement).toBe(
      screen.getByRole('button', { name: /Tulis ulang Nomor Kartu Keluarga/ }),
    );
  });
});

describe('sending in', () => {
  const declarations = { dataTrue: true, notInEducation: true, notExcludedPost: true, consent: true };
  const rest = {
    ktpAddress: 'Jl. Melati 7',
    regionCode: '33.74',
    educationLevel: 'SMK',
    employmentStatus: 'UMK',
    declarations,
  };
  const whole = submissionOf({ missing: [], form: { ...submissionOf().form, ...rest } });

  it('is not offered while something is missing, and names it', async () => {
    openPortal('/daftar/formulir/periksa', loggedIn(submissionOf()));
    expect(await screen.findByRole('link', { name: 'Alamat menurut KTP' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Kirim pendaftaran' })).toHaveProperty('disabled', true);
  });

  it('names the version that was read over, and ends at the receipt', async () => {
    let now = whole;
    const asked = openPortal('/daftar/formulir/periksa', {
      ...loggedIn(whole),
      'GET me': () => [200, meWith(now)],
      'POST submission/submit': () => {
        now = submissionOf({ stage: 'received', editable: false, registrationNo: 'PK71-7Q4M-9XTR-K' });
        return [200, now];
      },
    });
    await press('Kirim pendaftaran');
    expect(await screen.findByText('PK71-7Q4M-9XTR-K')).toBeTruthy();
    expect(asked.find(({ path }) => path === 'submission/submit')?.body).toEqual({ version: 3 });
  });

  it('reads again what changed meanwhile, so that the next try is about that', async () => {
    let now = whole;
    const asked = openPortal('/daftar/formulir/periksa', {
      ...loggedIn(whole),
      'GET submission': () => [200, now],
      'POST submission/submit': () => {
        now = { ...whole, version: 8 };
        return [409, { code: 'STALE_VERSION', message: '' }];
      },
    });
    await press('Kirim pendaftaran');
    expect(await screen.findByText(/Pendaftaran ini baru saja berubah/)).toBeTruthy();
    await press('Kirim pendaftaran');
    const sent = asked.filter(({ path }) => path === 'submission/submit').map(({ body }) => body);
    expect(sent).toEqual([{ version: 3 }, { version: 8 }]);
  });

  it('says why when the wave closed meanwhile', async () => {
    openPortal('/daftar/formulir/periksa', {
      ...loggedIn(whole),
      'POST submission/submit': () => [409, { code: 'WAVE_CLOSED', message: '' }],
    });
    await press('Kirim pendaftaran');
    expect(await screen.findByText('Pendaftaran gelombang ini sudah ditutup.')).toBeTruthy();
  });
});

describe('withdrawing', () => {
  it('asks once more, then ends the registration', async () => {
    const mine = submissionOf({
      stage: 'received',
      editable: false,
      withdrawable: true,
      registrationNo: 'PK71-7Q4M-9XTR-K',
    });
    const asked = openPortal('/daftar/mengundurkan-diri', {
      ...loggedIn(mine),
      'POST submission/withdraw': () => [200, mine],
    });
    await press('Hentikan pendaftaran saya');
    expect(screen.getByText('Centang dulu bila Anda yakin.')).toBeTruthy();
    expect(asked.some(({ path }) => path === 'submission/withdraw')).toBe(false);
    await person.click(screen.getByRole('checkbox'));
    await press('Hentikan pendaftaran saya');
    await screen.findByRole('heading', { name: 'Pendaftaran saya' });
    expect(asked.find(({ path }) => path === 'submission/withdraw')?.body).toEqual({
      version: 3,
      note: null,
    });
  });
});
