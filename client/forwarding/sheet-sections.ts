import type { Balance, Reconciliation } from '@server/forwarding/forwarding-schema.ts';

/** The columns of the sheet, in the order of its equation. */
export const PARTS = ['sent', 'confirmed', 'returned', 'refused', 'pending'] as const;
export type Part = (typeof PARTS)[number];

/** What a line is about. */
export interface Target {
  officeId?: number;
  proposer?: string;
  roundNo?: number;
}

export interface SheetLine {
  label: string;
  /** The branch of words the label is a code of; absent for names. */
  words?: string;
  target: Target;
  balance: Balance;
}

export interface SheetSection {
  name: 'all' | keyof Reconciliation['by'];
  lines: SheetLine[];
}

/** By how much the parts miss what was sent; more answers than rows is as wrong as fewer. */
export function difference({ sent, confirmed, returned, refused, pending }: Balance): number {
  return sent - (confirmed + returned + refused + pending);
}

/** The sheet as tables: the whole, then each division that has more than one part. */
export function sheetSections({ by, ...whole }: Reconciliation): SheetSection[] {
  const divisions: SheetSection[] = [
    {
      name: 'office',
      lines: by.office.map((balance) => ({
        label: balance.officeName,
        target: { officeId: balance.officeId },
        balance,
      })),
    },
    {
      name: 'proposer',
      lines: by.proposer.map((balance) => ({
        label: balance.proposer,
        words: 'enums.proposer',
        target: { proposer: balance.proposer },
        balance,
      })),
    },
    {
      name: 'round',
      lines: by.round.map((balance) => ({
        label: String(balance.roundNo),
        target: { roundNo: balance.roundNo },
        balance,
      })),
    },
  ];
  return [
    { name: 'all', lines: [{ label: 'total', words: 'reconciliation', target: {}, balance: whole }] },
    ...divisions.filter(({ lines }) => lines.length > 0),
  ];
}
