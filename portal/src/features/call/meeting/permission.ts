/** Whether the browser gives a device without asking. One that can't say is taken to ask. */
export async function mayUse(name: 'camera' | 'microphone'): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name })).state === 'granted';
  } catch {
    return false;
  }
}
