import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { HttpError, useSidebarState } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { describe, expect, it } from 'vitest';
import { BULK_VERBS } from '@server/submissions/submission-bulk-schema.ts';
import { browserName } from '../../client/auth/browser-name.ts';
import { useJobWords } from '../../client/jobs/use-job-words.ts';
import { useFoldedMenu } from '../../client/layout/use-folded-menu.ts';
import { mayRetry } from '../../client/query-client.ts';
import { ConsoleContext } from './console-context.tsx';

function Shell() {
  useFoldedMenu();
  const [isOpen, setOpen] = useSidebarState();
  const navigate = useNavigate();
  return (
    <>
      <output>{isOpen ? 'menu open' : 'menu folded'}</output>
      <button onClick={() => void navigate('/submissions/7/show')}>case</button>
      <button onClick={() => void navigate('/submissions')}>list</button>
      <button onClick={() => setOpen(!isOpen)}>toggle</button>
    </>
  );
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }));
const menu = () => screen.getByRole('status').textContent;

describe('the menu', () => {
  it('folds while a case is open and unfolds after it', async () => {
    render(<Shell />, { wrapper: ConsoleContext });
    expect(menu()).toBe('menu open');
    await press('case');
    expect(menu()).toBe('menu folded');
    await press('list');
    expect(menu()).toBe('menu open');
  });

  it('stays folded for who keeps it folded', async () => {
    render(<Shell />, { wrapper: ConsoleContext });
    await press('toggle');
    await press('case');
    await press('list');
    expect(menu()).toBe('menu folded');
  });
});

function JobKinds({ kinds }: { kinds: readonly string[] }) {
  const words = useJobWords();
  return (
    <ul>
      {kinds.map((kind) => (
        <li key={kind}>{words(kind)}</li>
      ))}
    </ul>
  );
}

describe('background work', () => {
  it('is named in words, never by its code', () => {
    const kinds = [
      'ktp-load',
      'screening-list-load',
      'imports.read',
      'imports.check',
      'imports.commit',
      'imports.clear',
      ...BULK_VERBS.map((verb) => `submissions.${verb}`),
    ];
    render(<JobKinds kinds={kinds} />, { wrapper: ConsoleContext });
    const shown = screen.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');
    expect(shown).toContain('Verifikasi (massal)');
    expect(shown.filter((text) => /[._]|-load/.test(text))).toEqual([]);
  });
});

describe('a question without an answer', () => {
  it('is asked again when the server may come back, and not when it refused', () => {
    expect(mayRetry(0, new HttpError('', 404))).toBe(false);
    expect(mayRetry(0, new HttpError('', 403))).toBe(false);
    expect(mayRetry(0, new HttpError('', 503))).toBe(true);
    expect(mayRetry(0, new HttpError('', 0))).toBe(true);
    expect(mayRetry(2, new HttpError('', 503))).toBe(false);
  });
});

describe('a session', () => {
  it('is known by its browser and system', () => {
    const chrome =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
    expect(browserName(chrome)).toBe('Chrome · Windows');
    expect(browserName(`${chrome} Edg/142.0.0.0`)).toBe('Edge · Windows');
    expect(browserName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe(
      'Firefox · Linux',
    );
    expect(browserName('curl/8.5')).toBe('curl/8.5');
  });
});
