/** Where a name comes from; decides its words and how many there are. */
export const CULTURES = [
  'javanese',
  'sundanese',
  'batak',
  'minang',
  'balinese',
  'bugis',
  'malay',
  'moluccan',
  'papuan',
] as const;
export type Culture = (typeof CULTURES)[number];

/** The words a culture's names are made of. `first` precedes the given name, `last` is a clan or family name. */
export type NameWords = {
  first?: { man: readonly string[]; woman: readonly string[]; share: number };
  man: readonly string[];
  woman: readonly string[];
  last: readonly string[];
  /** Share of people with one word only, 0–1; a legal and, on Java, a common name. */
  oneWord: number;
  /** Share of longer names with two given names before the last word. */
  threeWords: number;
};

const words = (text: string): readonly string[] => text.split(' ');

export const NAME_WORDS: Readonly<Record<Culture, NameWords>> = {
  javanese: {
    man: words(
      'AGUS BAMBANG BUDI DWI EKO GATOT HARI IMAM JOKO SLAMET SUCIPTO SUGENG SUKARNO SUPARMAN SURYONO SUTRISNO TEGUH TRI WAHYU WIDODO YUDI YUSUF',
    ),
    woman: words(
      'DEWI DYAH ENDANG INDAH KARTINI LESTARI MURNI NINGSIH RAHAYU RETNO SITI SRI SUHARTI SUMIYATI SUNARTI TITIK TUTIK WAHYUNI WATI WULAN YANTI YUNI',
    ),
    last: words(
      'ANGGRAINI CAHYONO GUNAWAN HANDAYANI HARTONO JUNAEDI KUSUMA NUGROHO PRASETYO PRATAMA PURNOMO PUSPITASARI RAHARJO SANTOSO SAPUTRA SETIAWAN SUSANTO SUYANTO UTAMI UTOMO WIBOWO WULANDARI YULIANTO',
    ),
    oneWord: 0.18,
    threeWords: 0.2,
  },
  sundanese: {
    man: words(
      'AEP ASEP CECEP DADAN DEDI DODI ENDANG IWAN JAJANG KOSWARA NANDANG OJANG TATANG UJANG WAWAN YAYAN',
    ),
    woman: words('AI CUCU EUIS ELIN IIS IMAS LILIS NENENG NYAI RATNA RINA TETI TITI WIWIN YATI YUYUN'),
    last: words(
      'FIRMANSYAH HERMAWAN HIDAYAT KOMARUDIN KURNIA NURHAYATI PERMANA RAMDANI ROHAYATI RUKMANA SOPIAN SUHERMAN SURYADI SURYANA',
    ),
    oneWord: 0.1,
    threeWords: 0.1,
  },
  batak: {
    man: words(
      'ANDREAS BINSAR HOTMAN JONATAN MANGASI MARULI PARLINDUNGAN PARULIAN POLTAK RISMAN SAHAT SAMUEL TOGAR TUMPAL',
    ),
    woman: words(
      'BERLIANA DEBORA ESTER HOTMAIDA LAMTIUR MARTHA MELVA NURMALA ROSMAIDA ROTUA SARMA TIARMA TIUR UDUR',
    ),
    last: words(
      'HARAHAP HASIBUAN HUTAPEA LUBIS MANURUNG NASUTION PANJAITAN SIAGIAN SIHOMBING SIMANJUNTAK SIMBOLON SINAGA SIREGAR SITORUS TAMPUBOLON',
    ),
    oneWord: 0.01,
    threeWords: 0.3,
  },
  minang: {
    man: words(
      'AFRIZAL ARIF DASRIL FAUZAN HENDRA ILHAM JASMAN MUHAMMAD RAHMAT RIZKY SYAFRIL YULIUS ZAINAL ZULKARNAIN',
    ),
    woman: words(
      'ASNIDAR DESMAWATI ERNAWATI FATIMAH HASNAH MURNIATI NELFIRA NURLELA ROSNI SYAFRIDA YENI YULIARNI ZURAIDA',
    ),
    last: words('CANIAGO GUCI JAMBAK KOTO MALAYU PILIANG SIKUMBANG TANJUNG USMAN'),
    oneWord: 0.08,
    threeWords: 0.25,
  },
  balinese: {
    first: {
      man: words('WAYAN MADE NYOMAN KETUT PUTU KADEK KOMANG GEDE'),
      woman: words('WAYAN MADE NYOMAN KETUT PUTU KADEK KOMANG LUH'),
      share: 1,
    },
    man: words(
      'ADI ARTA ASTAWA BUDIARTA DARMA GUNADI MUDITA PARTA RAI SUARDANA SUDARMA SUDIRA SUJANA SUKADANA WIRAWAN',
    ),
    woman: words(
      'ARIANI ARTINI AYU MURTINI NADI PUSPA RATNI SARI SEKAR SUARTINI SUDIASIH SUKERTI WIDIASIH YANI',
    ),
    last: words('ADNYANA ARIMBAWA DARMAWAN MAHARDIKA MAHENDRA PRAMANA SANJAYA SUASTIKA WIJAYA'),
    oneWord: 0,
    threeWords: 0,
  },
  bugis: {
    first: { man: words('ANDI DAENG MUHAMMAD'), woman: words('ANDI SITI BESSE'), share: 0.5 },
    man: words(
      'AMIRUDDIN AKBAR BASO BAHARUDDIN ISMAIL JAMALUDDIN LATIEF MAPPASESSU RUSLI SYAMSUDDIN TAHIR UMAR YUNUS',
    ),
    woman: words(
      'AISYAH BUNGA FITRIANI HALIMAH HASNIAR INDO JUMRIAH MARWAH NURSIAH RAMLAH ROSMINI SALMIAH SYAMSIAH',
    ),
    last: words('ARSYAD HAMZAH MAPPANGARA PALLAWA RAHMAN SALEH SULAIMAN TENRI USMAN YASIN'),
    oneWord: 0.06,
    threeWords: 0.1,
  },
  malay: {
    first: { man: words('MUHAMMAD ABDUL AHMAD'), woman: words('SITI NUR SRI'), share: 0.4 },
    man: words(
      'ARIFIN AZIS FAHMI FAJAR HAKIM HAMDAN IQBAL ISKANDAR JAFAR KARIM MALIK RAMADHAN RIDWAN SALIM SYUKUR YAHYA',
    ),
    woman: words(
      'AMINAH ASIAH FARIDA HALIMAH JAMILAH KHADIJAH LATIFAH MARYAM RAHMAH ROHANI SALMAH SOFIAH SYARIFAH ZAHRAH',
    ),
    last: words(
      'ALAMSYAH EFENDI FADILLAH HASAN HIDAYATULLAH IDRIS KURNIAWAN LUKMAN MAULANA NASIR RAHMAWATI SAPUTRI SYAHPUTRA ZULFIKAR',
    ),
    oneWord: 0.05,
    threeWords: 0.15,
  },
  moluccan: {
    man: words(
      'ABRAHAM BENYAMIN DOMINGGUS ELIAS FRANSISKUS HASAN IBRAHIM JACOB JOHANIS MARKUS PIETER ROBERT SALMON SEMUEL',
    ),
    woman: words(
      'ADOLFINA BATSEBA CHRISTINA DORTJE ELISABETH FATMA JOHANA MARIA MARTHA NAOMI PAULINA RACHEL SALOMINA YULIANA',
    ),
    last: words(
      'LATUCONSINA LATUHERU LEKATOMPESSY MANUPUTTY MATULESSY PATTIASINA PATTINAMA RUMAHLATU SAHETAPY TANAMAL TUHUTERU TUASIKAL WATTIMENA',
    ),
    oneWord: 0.01,
    threeWords: 0.25,
  },
  papuan: {
    man: words(
      'ALBERT BENNY DANIEL DEMIANUS ENOS FILEP ISAK KORNELIS MARTHEN MELKIANUS NIKOLAS OBET STEVANUS YOHANES YOSEP',
    ),
    woman: words(
      'AGUSTINA BARBALINA DORKAS ESTER FEBIOLA KORNELIA LINCE MARIANA MIRYAM ORPA PETRONELA SELINA YOHANA YOSINA',
    ),
    last: words(
      'ASSO GIYAI KAMBU KOGOYA MANDACAN MURIB OHEE RUMBIAK TABUNI TEKEGE WAMBRAUW WANDIK WENDA WONDA YOKU',
    ),
    oneWord: 0.02,
    threeWords: 0.2,
  },
};

const BY_PROVINCE: Readonly<Record<string, Culture>> = {
  '12': 'batak',
  '13': 'minang',
  '32': 'sundanese',
  '33': 'javanese',
  '34': 'javanese',
  '35': 'javanese',
  '36': 'sundanese',
  '51': 'balinese',
  '53': 'moluccan',
  '73': 'bugis',
  '74': 'bugis',
  '76': 'bugis',
  '81': 'moluccan',
  '82': 'moluccan',
};

/** The culture most names of a province come from; Malay where none of ours stands for it. */
export function cultureOfProvince(provinceCode: string): Culture {
  if (provinceCode.startsWith('9')) return 'papuan';
  return BY_PROVINCE[provinceCode] ?? 'malay';
}
