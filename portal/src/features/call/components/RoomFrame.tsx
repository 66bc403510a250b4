import { Component, Suspense, type ReactNode } from 'react';

import classes from './Call.module.css';

interface Props {
  /** What is shown until the room is loaded. */
  waiting: ReactNode;
  /** The room can't be loaded, or the meeting client not be made. */
  onBroken: () => void;
  children: ReactNode;
}

/** Holds the room, which is loaded when it is needed, and tells when that fails. */
export class RoomFrame extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch() {
    this.props.onBroken();
  }

  override render() {
    if (this.state.broken) return null;
    const { waiting, children } = this.props;
    const fallback = (
      <main className={classes.room}>
        <div className={classes.notices} role="status">
          {waiting}
        </div>
      </main>
    );
    return <Suspense fallback={fallback}>{children}</Suspense>;
  }
}
