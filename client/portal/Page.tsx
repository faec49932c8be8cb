import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from './language.tsx';
import { useRouter } from './router.tsx';

interface Props {
  title: string;
  lead?: ReactNode;
  /** Changes when the page becomes another one under the same address. */
  part?: string;
  children?: ReactNode;
}

/** A page with its heading. Whoever comes from another page stands at the heading, as a screen reader expects. */
export function Page({ title, lead, part = '', children }: Props) {
  const { t } = useWords();
  const { moves } = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('shell.name')}`;
  }, [title, t]);
  useEffect(() => {
    // A link to one box of a page goes to that box.
    const aim = document.getElementById(window.location.hash.slice(1));
    if (aim) {
      aim.scrollIntoView({ block: 'center' });
      aim.focus();
      return;
    }
    if (moves === 0) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [moves, part]);
  return (
    <div className="page">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </div>
  );
}
