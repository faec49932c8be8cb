import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PortalDocument } from '@server/portal/portal-schema.ts';
import { useApplicant } from './applicant.tsx';
import { Failure } from './Failure.tsx';
import { useOpenForm } from './form-context.ts';
import { fieldId } from './form-rules.ts';
import { useWords } from './language.tsx';
import { readyPhoto, type PhotoRefusal, type ReadyPhoto } from './photo-canvas.ts';
import { StepButtons } from './StepButtons.tsx';
import { asPortalError, type PortalError } from './portal-api.ts';
import { useMark } from './use-field.tsx';

/** A picture of the device as an address, given back when it is no longer shown. */
function usePreview(photo: ReadyPhoto | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = photo ? URL.createObjectURL(photo.file) : null;
    setAddress(made);
    return () => {
      if (made) URL.revokeObjectURL(made);
    };
  }, [photo]);
  return address;
}

function PickButtons({ pick, first }: { pick: (file: File) => void; first: boolean }) {
  const { t } = useWords();
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    // The same file may be chosen twice in a row.
    input.value = '';
    if (file) pick(file);
  };
  const hidden = { type: 'file', accept: 'image/*', hidden: true, tabIndex: -1 } as const;
  return (
    <div className="buttons">
      <input {...hidden} ref={camera} capture="environment" onChange={(event) => chosen(event.target)} />
      <input {...hidden} ref={files} data-testid="ktp-file" onChange={(event) => chosen(event.target)} />
      <button
        id={fieldId('ktpPhoto')}
        className={`button${first ? '' : ' button-plain'}`}
        type="button"
        onClick={() => camera.current?.click()}
      >
        {t('photo.take')}
      </button>
      <button className="button button-plain" type="button" onClick={() => files.current?.click()}>
        {t('photo.pick')}
      </button>
    </div>
  );
}

function Hints({ photo }: { photo: ReadyPhoto }) {
  const { t } = useWords();
  if (photo.hints.length === 0) return <p className="note note-good">{t('photo.fine')}</p>;
  return (
    <div className="note note-warn">
      <p>{t('photo.check')}</p>
      <ul>
        {photo.hints.map((hint) => (
          <li key={hint}>{t(`photoHint.${hint}`)}</li>
        ))}
      </ul>
    </div>
  );
}

type Busy = 'no' | 'preparing' | 'sending';

/** Sends the new photo, then takes the one it replaces away; after handing in, what was there stays as evidence. */
function useUpload(saved: PortalDocument | undefined) {
  const { ask } = useApplicant();
  const { saver, view } = useOpenForm();
  return async (photo: ReadyPhoto) => {
    // A save under way would otherwise meet the photo's change of version.
    await saver.flush();
    const body = new FormData();
    body.append('kind', 'ktp_photo');
    body.append('file', photo.file, 'ktp.jpg');
    const added = await ask<PortalDocument>('POST', 'submission/documents', body);
    if (saved && saved.id !== added.id && view.submission.stage === 'filling')
      await ask('DELETE', `submission/documents/${saved.id}`);
    await saver.reload();
  };
}

function usePhoto(saved: PortalDocument | undefined) {
  const upload = useUpload(saved);
  const [photo, setPhoto] = useState<ReadyPhoto | null>(null);
  const [refusal, setRefusal] = useState<PhotoRefusal | null>(null);
  const [failure, setFailure] = useState<PortalError | null>(null);
  const [busy, setBusy] = useState<Busy>('no');
  const [sent, setSent] = useState(false);
  const pick = async (file: File) => {
    setBusy('preparing');
    setFailure(null);
    setSent(false);
    const made = await readyPhoto(file);
    setPhoto(typeof made === 'string' ? null : made);
    setRefusal(typeof made === 'string' ? made : null);
    setBusy('no');
  };
  const send = async (ready: ReadyPhoto) => {
    setBusy('sending');
    setFailure(null);
    try {
      await upload(ready);
      setPhoto(null);
      setSent(true);
    } catch (thrown) {
      setFailure(asPortalError(thrown));
    } finally {
      setBusy('no');
    }
  };
  return { photo, refusal, failure, busy, sent, pick, send, drop: () => setPhoto(null) };
}

function Picture({ src, words, children }: { src: string; words: string; children?: ReactNode }) {
  return (
    <figure className="photo">
      <img src={src} alt={words} />
      <figcaption>{children ?? words}</figcaption>
    </figure>
  );
}

/** The photo of the KTP: taken or chosen, made small, looked at, then sent. */
export function PhotoStep() {
  const { t, moment } = useWords();
  const { view } = useOpenForm();
  const mark = useMark('ktpPhoto');
  const saved = view.submission.documents.filter(({ kind }) => kind === 'ktp_photo').at(-1);
  const { photo, refusal, failure, busy, sent, pick, send, drop } = usePhoto(saved);
  const preview = usePreview(photo);
  return (
    <>
      <p>{t('photo.lead')}</p>
      {mark && <div className="mark">{mark}</div>}
      <p role="status">
        {busy !== 'no' && t(`photo.${busy}`)}
        {sent && t('photo.sent')}
      </p>
      {refusal && (
        <p className="note note-bad" role="alert">
          {t(`photo.${refusal}`)}
        </p>
      )}
      <Failure failure={failure} />
      {photo && preview ? (
        <>
          <Picture src={preview} words={t('photo.preview')} />
          <Hints photo={photo} />
          <div className="buttons">
            <button
              className="button"
              type="button"
              disabled={busy !== 'no'}
              onClick={() => void send(photo)}
            >
              {t('photo.send')}
            </button>
            <button className="button button-plain" type="button" onClick={drop}>
              {t('photo.drop')}
            </button>
          </div>
        </>
      ) : (
        <>
          {saved && (
            <Picture src={`/api/portal/submission/documents/${saved.id}/content`} words={t('photo.saved')}>
              {t('photo.savedAt', { date: moment(saved.createdAt) })}
            </Picture>
          )}
          <PickButtons pick={(file) => void pick(file)} first={!saved} />
          <StepButtons step="photo" plain={!saved} />
        </>
      )}
    </>
  );
}
