/** Simple pictures on the buttons of the call. Each button has its words too. */

const PATHS = {
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM6 11a6 6 0 0 0 12 0M12 17v4',
  muted:
    'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM6 11a6 6 0 0 0 12 0M12 17v4M4 3l16 18',
  camera: 'M3 7h12v10H3ZM15 11l6-4v10l-6-4',
  noCamera: 'M3 7h12v10H3ZM15 11l6-4v10l-6-4M3 3l18 18',
  screen: 'M3 5h18v11H3ZM8 20h8M12 13V8M9.5 10.500 12 8l2.5 2.5',
  chat: 'M4 5h16v11H10l-5 4v-4H4Z',
  devices: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4',
  sound: 'M4 9h4l5-4v14l-5-4H4ZM17 9a4 4 0 0 1 0 6',
  leave: 'M10 4H5v16h5M10 12h10M16 8l4 4-4 4',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
