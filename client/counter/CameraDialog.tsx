import { useEffect, useRef, useState } from 'react';
import { useCounter } from './counter-context.ts';
import type { Bytes } from './device-crypto.ts';
import { photoFromVideo } from './photo-file.ts';

const WISH = { video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } };

/** Shows what the camera sees while it is open, and lets go of it after. */
function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'opening' | 'ready' | 'none'>('opening');
  useEffect(() => {
    let isClosed = false;
    let stream: MediaStream | null = null;
    const open = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia(WISH);
        if (isClosed) return stop();
        if (!video.current) return;
        video.current.srcObject = stream;
        await video.current.play();
        setState('ready');
      } catch {
        // No camera, or not allowed: the file button does the same.
        if (!isClosed) setState('none');
      }
    };
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    void open();
    return () => {
      isClosed = true;
      stop();
    };
  }, []);
  return { video, state };
}

interface Props {
  title: string;
  onTake: (bytes: Bytes) => void;
  onClose: () => void;
}

/** The device's camera over the page: Enter takes the photo, Escape goes back. */
export function CameraDialog({ title, onTake, onClose }: Props) {
  const { say } = useCounter();
  const dialog = useRef<HTMLDialogElement>(null);
  const { video, state } = useCamera();
  useEffect(() => dialog.current?.showModal(), []);
  const take = async () => {
    if (!video.current) return;
    onTake(await photoFromVideo(video.current));
    onClose();
  };
  return (
    <dialog ref={dialog} aria-label={title} onClose={onClose} onKeyDown={(event) => event.stopPropagation()}>
      <h2>{title}</h2>
      <video ref={video} muted playsInline hidden={state === 'none'} />
      {state === 'none' && <p className="note warn">{say('counter.photo.noCamera')}</p>}
      <div className="row">
        <button
          type="button"
          className="main"
          autoFocus
          disabled={state !== 'ready'}
          onClick={() => void take()}
        >
          {say('counter.photo.take')}
        </button>
        <button type="button" onClick={onClose}>
          {say('counter.photo.close')}
        </button>
      </div>
    </dialog>
  );
}
