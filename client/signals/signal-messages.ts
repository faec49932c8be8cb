import type { Bilingual } from '../i18n/bilingual.ts';

export const signalMessages: Bilingual = {
  id: {
    resources: { signals: { name: 'Sinyal |||| Sinyal' } },
    enums: {
      signal: {
        identity_mismatch: 'tidak sesuai register KTP',
        nik_zero: 'NIK berakhiran 0',
        nik_run: 'NIK berurutan',
        shared_phone: 'nomor telepon bersama',
        keyed_by_hand: 'diketik di loket',
      },
    },
    signals: {
      neutral:
        'Sinyal adalah pertanyaan, bukan tuduhan. Buka barisnya, tanyakan kepada kantor, dan nilai sendiri.',
      countedAt: 'Dihitung %{at}. Pada gelombang besar angka ini dapat berumur beberapa menit.',
      whose: 'Menurut',
      by: { office: 'Per kantor', officer: 'Per petugas', reviewer: 'Per verifikator' },
      subject: { office: 'Kantor', officer: 'Petugas', reviewer: 'Verifikator' },
      measure: { share: 'Bagian', per_hour: 'Jam tersibuk', per_minute: 'Menit tersibuk' },
      of: 'Dari',
      verdict: 'Penilaian',
      behind: 'Barisnya',
      rows: '%{smart_count} baris |||| %{smart_count} baris',
      verdicts: { look: 'Perlu dilihat', usual: 'Biasa', too_few: 'Terlalu sedikit untuk dinilai' },
      reading: 'Cara membaca',
      counted: 'Yang dihitung',
      when: 'Perlu dilihat bila',
      innocent: 'Sebab yang wajar',
      line: 'Garis putus-putus: perlu dilihat mulai %{value}. Klik batang untuk membuka barisnya.',
      summary: '%{look} perlu dilihat dari %{rated} yang dinilai; %{tooFew} terlalu sedikit untuk dinilai.',
      usual: 'Nilai tengahnya %{value}.',
      list: 'Daftar',
      nothingRated: 'Belum ada yang cukup banyak untuk dinilai.',
      nobody: 'Belum ada baris pada gelombang ini.',
      empty: {
        title: 'Belum ada gelombang',
        help: 'Sinyal muncul setelah gelombang dibuka dan pendaftaran masuk.',
      },
      kind: {
        identity_mismatch: {
          tab: 'Identitas',
          title: 'Tidak sesuai register KTP',
          counted:
            'Pendaftaran yang hasil ceknya beda, tidak ditemukan, nonaktif, ganda, atau meninggal, dari semua yang sudah dijawab register.',
          when: 'Bagiannya %{limit} atau lebih, dari sedikitnya %{minimum} yang dicek. Di mana-mana sekitar seperempat tidak cocok.',
          innocent:
            'KK baru yang belum tercatat, satu kolom rekap yang tergeser, atau register yang belum lengkap.',
        },
        nik_zero: {
          tab: 'Akhiran 0',
          title: 'NIK berakhiran 0',
          counted: 'Pendaftaran yang digit terakhir NIK-nya 0. NIK sendiri tetap tersegel.',
          when: 'Bagiannya %{limit} atau lebih, dari sedikitnya %{minimum} NIK. Biasanya satu dari sepuluh.',
          innocent:
            'Rekap pernah dibuka sebagai angka di lembar kerja, yang membulatkan digit ke-16 menjadi 0. Minta berkas aslinya.',
        },
        nik_run: {
          tab: 'NIK berurutan',
          title: 'NIK berurutan',
          counted:
            'Pendaftaran satu kantor yang NIK-nya berurutan, tiga atau lebih, dengan dua belas digit awal yang sama.',
          when: 'Bagiannya %{limit} atau lebih, dari sedikitnya %{minimum} pendaftaran.',
          innocent:
            'Kembar, tanggal lahir yang dibulatkan saat pendataan massal, atau kolom NIK yang terisi otomatis oleh lembar kerja.',
        },
        shared_phone: {
          tab: 'Telepon',
          title: 'Satu nomor telepon untuk beberapa orang',
          counted: 'Pendaftaran yang nomor teleponnya dipakai tiga orang atau lebih di kantor yang sama.',
          when: 'Bagiannya %{limit} atau lebih, dari sedikitnya %{minimum} pendaftaran.',
          innocent:
            'Keluarga dengan satu telepon, atau loket yang menuliskan nomornya sendiri bagi yang tidak punya.',
        },
        keying_pace: {
          tab: 'Laju loket',
          title: 'Formulir diketik dalam jam tersibuk',
          counted:
            'Formulir yang diketik seorang petugas dalam jam tersibuknya. Unggahan rekap tidak dihitung.',
          when: '%{limit} atau lebih dalam satu jam dan (bila cukup pembanding) tiga kali petugas lain, dari sedikitnya %{minimum} formulir.',
          innocent: 'Formulir dikumpulkan dulu lalu diketik bersama, atau satu akun dipakai beberapa orang.',
        },
        decision_pace: {
          tab: 'Laju putusan',
          title: 'Putusan dalam menit tersibuk',
          counted: 'Verifikasi dan penolakan yang masih berlaku, dalam menit tersibuk seorang verifikator.',
          when: '%{limit} atau lebih dalam satu menit dan (bila cukup pembanding) tiga kali verifikator lain, dari sedikitnya %{minimum} putusan.',
          innocent: 'Tindakan massal: berkas dibaca satu per satu, lalu diverifikasi sekaligus.',
        },
        all_pass: {
          tab: 'Semua lolos',
          title: 'Bagian yang diverifikasi',
          counted:
            'Pendaftaran yang diverifikasi, dari semua yang diputus atau dikembalikan seorang verifikator.',
          when: 'Semuanya diverifikasi, dari sedikitnya %{minimum} putusan.',
          innocent: 'Antreannya sudah disaring: hanya yang cocok dengan register yang dibagikan kepadanya.',
        },
      },
    },
  },
  en: {
    resources: { signals: { name: 'Signal |||| Signals' } },
    enums: {
      signal: {
        identity_mismatch: 'not as in the KTP register',
        nik_zero: 'NIK ends in 0',
        nik_run: 'NIKs in a row',
        shared_phone: 'shared telephone',
        keyed_by_hand: 'keyed at the counter',
      },
    },
    signals: {
      neutral:
        'A signal is a question, not an accusation. Open the rows, ask the office, and judge for yourself.',
      countedAt: 'Counted %{at}. In a large wave these figures may be a few minutes old.',
      whose: 'By',
      by: { office: 'By office', officer: 'By officer', reviewer: 'By reviewer' },
      subject: { office: 'Office', officer: 'Officer', reviewer: 'Reviewer' },
      measure: { share: 'Share', per_hour: 'Busiest hour', per_minute: 'Busiest minute' },
      of: 'Out of',
      verdict: 'Reading',
      behind: 'Rows',
      rows: '%{smart_count} row |||| %{smart_count} rows',
      verdicts: { look: 'Worth a look', usual: 'Usual', too_few: 'Too few to judge' },
      reading: 'How to read this',
      counted: 'What is counted',
      when: 'Worth a look when',
      innocent: 'Ordinary causes',
      line: 'Broken line: worth a look from %{value}. Click a bar to open its rows.',
      summary: '%{look} worth a look of %{rated} judged; %{tooFew} too few to judge.',
      usual: 'The middle value is %{value}.',
      list: 'List',
      nothingRated: 'Nothing is numerous enough to be judged yet.',
      nobody: 'No rows in this wave yet.',
      empty: {
        title: 'No wave yet',
        help: 'Signals appear once a wave is open and registrations come in.',
      },
      kind: {
        identity_mismatch: {
          tab: 'Identity',
          title: 'Not as in the KTP register',
          counted:
            'Registrations whose check found a difference, nobody, an inactive or duplicate record, or a deceased person, out of all the register has answered.',
          when: 'The share is %{limit} or more, out of at least %{minimum} checked. About a quarter does not match anywhere.',
          innocent:
            'A new KK not recorded yet, one column of a recap shifted, or a register that is incomplete.',
        },
        nik_zero: {
          tab: 'Ends in 0',
          title: 'NIKs that end in 0',
          counted: 'Registrations whose NIK has 0 as its last digit. The NIK itself stays sealed.',
          when: 'The share is %{limit} or more, out of at least %{minimum} NIKs. One in ten is usual.',
          innocent:
            'The recap was once opened as numbers in a spreadsheet, which turns the 16th digit into 0. Ask for the original file.',
        },
        nik_run: {
          tab: 'In a row',
          title: 'NIKs in a row',
          counted:
            'Registrations of one office whose NIKs follow each other, three or more, with the same first twelve digits.',
          when: 'The share is %{limit} or more, out of at least %{minimum} registrations.',
          innocent:
            'Siblings born together, birthdays rounded when a village was recorded, or a NIK column that a spreadsheet filled by itself.',
        },
        shared_phone: {
          tab: 'Telephone',
          title: 'One telephone for several people',
          counted: 'Registrations whose telephone was given by three or more people of the same office.',
          when: 'The share is %{limit} or more, out of at least %{minimum} registrations.',
          innocent:
            'A family with one telephone, or a counter that writes its own number for those who have none.',
        },
        keying_pace: {
          tab: 'Counter pace',
          title: 'Forms keyed in the busiest hour',
          counted: 'Forms an officer keyed in their busiest hour. Uploaded recaps are not counted.',
          when: '%{limit} or more in one hour and, where there are enough to compare with, three times the other officers, out of at least %{minimum} forms.',
          innocent: 'Forms were collected first and keyed together, or several people used one account.',
        },
        decision_pace: {
          tab: 'Decision pace',
          title: 'Decisions in the busiest minute',
          counted: 'Verifications and rejections that stand, in a reviewer’s busiest minute.',
          when: '%{limit} or more in one minute and, where there are enough to compare with, three times the other reviewers, out of at least %{minimum} decisions.',
          innocent: 'A bulk act: the cases were read one by one, and then verified at once.',
        },
        all_pass: {
          tab: 'All passed',
          title: 'Share that was verified',
          counted: 'Registrations that were verified, out of all a reviewer decided or returned.',
          when: 'All of them were verified, out of at least %{minimum} decisions.',
          innocent: 'The queue was sorted before: only those that match the register were given to them.',
        },
      },
    },
  },
};
