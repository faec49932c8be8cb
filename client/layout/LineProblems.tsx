import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import { useTranslate } from 'react-admin';
import { useCodeWords } from '../i18n/use-code-words.ts';

interface LineProblem {
  line: number;
  column: string;
  code: string;
}

/** Bad lines of a loaded reference file: where and what, never the value. */
export function LineProblems({ problems }: { problems: readonly LineProblem[] }) {
  const translate = useTranslate();
  const words = useCodeWords();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{translate('loads.line')}</TableCell>
          <TableCell>{translate('loads.column')}</TableCell>
          <TableCell>{translate('loads.problem')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {problems.map(({ line, column, code }) => (
          <TableRow key={`${line}-${column}-${code}`}>
            <TableCell>{line || '–'}</TableCell>
            <TableCell>{column || '–'}</TableCell>
            <TableCell>{translate(`rowErrors.${code}`, { _: words({ code }) })}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
