import { rm } from 'node:fs/promises';
import { RECAP_COLUMNS } from '../imports/recap-schema.ts';
import type { Services } from '../services.ts';
import type { Cast, HandingOffice } from './rehearsal-cast.ts';
import type { Desk } from './rehearsal-desk.ts';
import type { RehearsalFiles } from './rehearsal-files.ts';
import { recapCells, type Invented } from './rehearsal-people-rules.ts';

export interface HandoverDependencies {
  services: Pick<Services, 'imports' | 'database'>;
  desk: Desk;
  files: RehearsalFiles;
  cast: Cast;
}

/** An office hands a recap in: uploaded, read as a dry run, committed, and its people checked, all by their jobs. */
export function createHandover({ services, desk, files, cast }: HandoverDependencies) {
  const { imports, database } = services;

  async function commit(office: HandingOffice, id: number, rows: number): Promise<void> {
    const { version, counts } = await imports.read(office.intake, id, new Date().toISOString());
    const good = counts.new + counts.changed;
    if (good !== rows)
      throw new Error(
        `${office.name}: of ${rows} rows ${good} are good, the rest is ${JSON.stringify(counts)}`,
      );
    const ordered = await desk.act(office.intake, 'import.commit-ordered', (act) =>
      imports.commit(act, id, version),
    );
    await desk.finished(ordered.jobId as number);
    const { check_job_id: checkJobId } = (await database
      .read('imports')
      .where({ id })
      .first('check_job_id')) as { check_job_id: number };
    await desk.finished(checkJobId);
  }

  return async function handIn(
    office: HandingOffice,
    people: readonly Invented[],
    corrected: boolean,
  ): Promise<number> {
    const cells = people.map((one) => recapCells(one, corrected));
    const file = await files.csv(`rekap-${office.id}.csv`, RECAP_COLUMNS, cells);
    const male = cells.filter(({ jenis_kelamin }) => jenis_kelamin === 'L').length;
    const totals = { rows: cells.length, male, female: cells.length - male };
    const body = { waveId: cast.waveId, totals };
    const taken = await imports.upload(desk.request(office.intake, 'import.uploaded', file, body));
    await desk.finished(taken.jobId);
    await commit(office, taken.id, cells.length);
    await rm(file.path);
    return cells.length;
  };
}
