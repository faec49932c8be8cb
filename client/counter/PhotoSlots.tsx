import { useEffect, useState, type ChangeEvent } from 'react';
import { SUBMISSION_DOCUMENT_KINDS, type SubmissionDocumentKind } from '@server/documents/document-schema.ts';
import { CameraDialog } from './CameraDialog.tsx';
import { useCounter, useCounterState } from './counter-context.ts';
import type { Bytes } from './device-crypto.ts';
import { ItemGone } from './item-store.ts';
import { NotAPhoto, photoFromFile } from './photo-file.ts';

/** A photo of the device, opened while it is looked at. */
function PhotoThumb({ id, alt }: { id: string; alt: string }) {
  const { controller } = useCounter();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    let made: string | null = null;
    controller.openPhoto(id).then(
      (bytes) => {
        if (isGone) return;
        made = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
        setUrl(made);
      },
      (error: unknown) => {
        // Sent and removed while it was being opened: there is nothing to show.
        if (!(error instanceof ItemGone)) throw error;
      },
    );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [controller, id]);
  return url ? <img src={url} alt={alt} /> : <span className="blank" />;
}

interface SlotProps {
  clientId: string;
  kind: SubmissionDocumentKind;
  photoId: string | undefined;
  beforeKeeping: () => Promise<void>;
}

function PhotoSlot({ clientId, kind, photoId, beforeKeeping }: SlotProps) {
  const { controller, say } = useCounter();
  const [camera, setCamera] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const label = say(`enums.document.${kind}`);
  const keep = async (photo: Promise<Bytes>) => {
    setProblem(null);
    try {
      const bytes = await photo;
      await beforeKeeping();
      await controller.keepPhoto(clientId, kind, bytes);
    } catch (error) {
      if (!(error instanceof NotAPhoto) && !(error instanceof ItemGone)) throw error;
      setProblem(error instanceof NotAPhoto ? 'counter.photo.notAPhoto' : 'counter.form.gone');
    }
  };
  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (file) void keep(photoFromFile(file));
    target.value = '';
  };
  return (
    <div className="slot" data-kind={kind}>
      <div className="frame">
        {photoId ? <PhotoThumb key={photoId} id={photoId} alt={label} /> : say('counter.photo.none')}
      </div>
      <div>
        <strong>{label}</strong>
        <div className="row">
          <button type="button" onClick={() => setCamera(true)}>
            {say('counter.photo.camera')}
          </button>
          <label className="button">
            {say('counter.photo.file')}
            <input type="file" name={kind} accept="image/*" capture="environment" onChange={pick} />
          </label>
          {photoId && (
            <button type="button" onClick={() => void controller.removePhoto(clientId, kind)}>
              {say('counter.photo.remove')}
            </button>
          )}
        </div>
        {problem && <small className="problem">{say(problem)}</small>}
      </div>
      {camera && (
        <CameraDialog
          title={label}
          onTake={(bytes) => void keep(Promise.resolve(bytes))}
          onClose={() => setCamera(false)}
        />
      )}
    </div>
  );
}

/** KTP and signed form, by the device's camera or as files; each is sealed before anything else happens. */
export function PhotoSlots(props: { clientId: string; beforeKeeping: () => Promise<void> }) {
  const { say } = useCounter();
  const { items } = useCounterState();
  const photos = items.find((item) => item.clientId === props.clientId)?.photos ?? [];
  return (
    <fieldset>
      <legend>{say('counter.form.photos')}</legend>
      <div className="slots">
        {SUBMISSION_DOCUMENT_KINDS.map((kind) => (
          <PhotoSlot
            key={kind}
            {...props}
            kind={kind}
            photoId={photos.find((one) => one.kind === kind)?.id}
          />
        ))}
      </div>
    </fieldset>
  );
}
