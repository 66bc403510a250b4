import { NetworkCheck } from './NetworkCheck';
import { Preview } from './Preview';
import { SpeakerTest } from './SpeakerTest';
import { useDevices } from './useDevices';

/** Camera, microphone, speaker and line, for somebody who wants to know whether a call will work. */
export function TechCheck() {
  const devices = useDevices();
  return (
    <>
      <Preview devices={devices} />
      <SpeakerTest speaker={devices.choice.speaker} />
      <NetworkCheck />
    </>
  );
}
