import { csvLine } from '../../seeds/text-file.ts';
import { loadPlaces } from '../../seeds/places.ts';
import { generatePopulation } from '../../seeds/population.ts';
import { KTP_COLUMNS, RECAP_COLUMNS } from '../../seeds/recap-template.ts';

const csv = (columns: readonly string[], rows: readonly object[]) =>
  Buffer.from(
    [columns, ...rows.map((row) => columns.map((column) => (row as Record<string, string>)[column] ?? ''))]
      .map((cells) => csvLine(cells))
      .join(''),
  );

/**
 * A hand-over of invented people as an office would send it, with the register that knows them. Its row ids are its own,
 * as those of two hand-overs of one office are.
 */
export async function handoverFiles(rows: number, seed: string) {
  const people = [
    ...generatePopulation({
      places: await loadPlaces(),
      rows,
      seed,
      today: new Date().toISOString().slice(0, 10),
      officeRegion: '33.74',
    }),
  ];
  const recaps = people.map((one) => ({ ...one.recap, row_id: `${seed}-${one.recap.row_id}` }));
  const of = (sex: string) => recaps.filter((row) => row.jenis_kelamin === sex).length;
  return {
    recap: csv(RECAP_COLUMNS, recaps),
    ktp: csv(
      KTP_COLUMNS,
      people.flatMap((one) => [...(one.register ? [one.register] : []), ...one.relatives]),
    ),
    totals: JSON.stringify({ rows: recaps.length, male: of('L'), female: of('P') }),
  };
}
