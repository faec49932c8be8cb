import { Component, type ReactNode } from 'react';
import { useWords } from './language.tsx';

function BrokenPage() {
  const { t } = useWords();
  return (
    <main className="page" id="isi">
      <h1>{t('shell.broken')}</h1>
      <p role="alert">{t('shell.brokenLead')}</p>
      <button className="button" type="button" onClick={() => window.location.reload()}>
        {t('shell.reload')}
      </button>
    </main>
  );
}

/** A defect of a page shows a page that says so, not an empty screen. What was typed is kept in the tab. */
export class PortalBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? <BrokenPage /> : this.props.children;
  }
}
