/** Pictures on the buttons of the call. Each button has its words too. */
import IconAdjustments from '@tabler/icons-react/icons/IconAdjustmentsHorizontal';
import IconDoorExit from '@tabler/icons-react/icons/IconDoorExit';
import IconMessage from '@tabler/icons-react/icons/IconMessage';
import IconMicrophone from '@tabler/icons-react/icons/IconMicrophone';
import IconMicrophoneOff from '@tabler/icons-react/icons/IconMicrophoneOff';
import IconScreenShare from '@tabler/icons-react/icons/IconScreenShare';
import IconVideo from '@tabler/icons-react/icons/IconVideo';
import IconVideoOff from '@tabler/icons-react/icons/IconVideoOff';
import IconVolume from '@tabler/icons-react/icons/IconVolume';

const ICONS = {
  microphone: IconMicrophone,
  muted: IconMicrophoneOff,
  camera: IconVideo,
  noCamera: IconVideoOff,
  screen: IconScreenShare,
  chat: IconMessage,
  devices: IconAdjustments,
  sound: IconVolume,
  leave: IconDoorExit,
} as const;

export type IconName = keyof typeof ICONS;

export function Icon({ name }: { name: IconName }) {
  const Picture = ICONS[name];
  return <Picture size={22} stroke={1.8} aria-hidden="true" />;
}
