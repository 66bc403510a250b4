import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { newAudioContext } from '../sound/audioContext';
import classes from './Devices.module.css';

/** As loud as somebody who speaks into it. */
const SPEECH = 0.4;

/** Without it one speaks unmeasured. */
const CAN_MEASURE = typeof AudioContext === 'function';

/** How loud the microphone is: as a bar that moves, and in words once somebody was heard. */
export function Meter({ stream }: { stream: MediaStream | null }) {
  const { t } = useTranslation('devices');
  const [heard, setHeard] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const hears = CAN_MEASURE && stream !== null && stream.getAudioTracks().length > 0;
  useEffect(() => {
    if (!CAN_MEASURE || !stream || stream.getAudioTracks().length === 0) return;
    const context = newAudioContext();
    if (!context) return;
    const analyser = new AnalyserNode(context, { fftSize: 512 });
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
      // From -60 dB, a quiet room, to full.
      const level = Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-9)) / 60));
      if (level > SPEECH) setHeard(true);
      if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(2)})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  if (!CAN_MEASURE) return null;
  return (
    <>
      <div className={classes.meter}>
        <span>{t('preview.meter')}</span>
        <div className={classes.track} aria-hidden="true">
          <div ref={bar} className={classes.level} data-testid="level" />
        </div>
      </div>
      <p role="status" className={classes.heard}>
        {hears && t(heard ? 'preview.heard' : 'preview.say')}
      </p>
    </>
  );
}
