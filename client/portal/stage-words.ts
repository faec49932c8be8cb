import type { Stage } from '@server/portal/portal-schema.ts';
import { wordPair } from './word-pair.ts';

type StageKey = `stage.${Stage}` | `stageNow.${Stage}`;

/** Each stage in plain words: its name, and what it means for whoever is waiting. */
export const stageWords = wordPair<StageKey>(
  {
    'stage.filling': 'Mengisi formulir',
    'stage.received': 'Diterima dan diperiksa',
    'stage.mend': 'Perlu Anda perbaiki',
    'stage.verified': 'Lolos pemeriksaan',
    'stage.ratifying': 'Menunggu pengesahan Menteri',
    'stage.ratified': 'Disahkan Menteri',
    'stage.forwarded': 'Diteruskan ke Manajemen Pelaksana',
    'stage.confirmed': 'Ditetapkan sebagai peserta',
    'stage.looked_at_again': 'Diperiksa ulang',
    'stage.refused': 'Tidak diterima',
    'stage.withdrawn': 'Anda mengundurkan diri',
    'stage.revoked': 'Kepesertaan dicabut',
    'stageNow.filling': 'Formulir belum dikirim.',
    'stageNow.received': 'Petugas mencocokkan data Anda dengan data kependudukan dan syarat program.',
    'stageNow.mend': 'Ada isian yang tidak cocok. Perbaiki dan kirim lagi.',
    'stageNow.verified':
      'Data Anda cocok dan syarat terpenuhi. Berikutnya disusun dalam daftar untuk Menteri.',
    'stageNow.ratifying': 'Nama Anda ada dalam daftar yang menunggu tanda tangan Menteri.',
    'stageNow.ratified': 'Menteri sudah mengesahkan. Berikutnya diteruskan ke Manajemen Pelaksana.',
    'stageNow.forwarded': 'Manajemen Pelaksana memeriksa dan menetapkan peserta.',
    'stageNow.confirmed': 'Selamat, Anda peserta Kartu Prakerja. Manajemen Pelaksana akan menghubungi Anda.',
    'stageNow.looked_at_again':
      'Manajemen Pelaksana mengembalikan data Anda ke kementerian untuk diperiksa ulang. Anda belum perlu berbuat apa-apa.',
    'stageNow.refused': 'Pendaftaran ini tidak dapat diterima. Alasannya tertulis di halaman ini.',
    'stageNow.withdrawn': 'Pendaftaran ini dihentikan atas permintaan Anda.',
    'stageNow.revoked': 'Kepesertaan Anda dicabut oleh Manajemen Pelaksana.',
  },
  {
    'stage.filling': 'Filling in the form',
    'stage.received': 'Received and being checked',
    'stage.mend': 'Needs your correction',
    'stage.verified': 'Passed the check',
    'stage.ratifying': 'Waiting for the Minister',
    'stage.ratified': 'Ratified by the Minister',
    'stage.forwarded': 'Passed on to the PMO',
    'stage.confirmed': 'Confirmed as a participant',
    'stage.looked_at_again': 'Being checked again',
    'stage.refused': 'Not accepted',
    'stage.withdrawn': 'You withdrew',
    'stage.revoked': 'Participation revoked',
    'stageNow.filling': 'The form has not been sent in.',
    'stageNow.received': 'Officers compare your data with the civil registry and the rules of the programme.',
    'stageNow.mend': 'Something does not match. Correct it and send it again.',
    'stageNow.verified':
      'Your data match and the conditions are met. Next it goes on a list for the Minister.',
    'stageNow.ratifying': 'Your name is on the list that waits for the Minister’s signature.',
    'stageNow.ratified':
      'The Minister has ratified it. Next it is passed on to the PMO (Manajemen Pelaksana).',
    'stageNow.forwarded': 'The PMO (Manajemen Pelaksana) checks and confirms participants.',
    'stageNow.confirmed':
      'Congratulations, you are a participant of Kartu Prakerja. The PMO will contact you.',
    'stageNow.looked_at_again':
      'The PMO returned your data to the ministry to be checked again. There is nothing for you to do yet.',
    'stageNow.refused': 'This registration cannot be accepted. The reason stands on this page.',
    'stageNow.withdrawn': 'This registration was stopped at your request.',
    'stageNow.revoked': 'Your participation was revoked by the PMO.',
  },
);
