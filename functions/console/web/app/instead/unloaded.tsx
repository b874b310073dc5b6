// Shown instead of a screen whose script did not come, such as without a connection or after a deployment, or which failed.
import { Component, type ReactNode } from 'react';
import { Page } from '../../parts/page.tsx';

interface UnloadedProps {
  /** At another place, the next screen is shown. */
  readonly place: string;
  readonly children: ReactNode;
}

interface State {
  readonly place: string;
  readonly hasFailed: boolean;
}

export class Unloaded extends Component<UnloadedProps, State> {
  override state: State = { place: this.props.place, hasFailed: false };

  static getDerivedStateFromError(): Partial<State> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ place }: UnloadedProps, state: State): State | null {
    return state.place === place ? null : { place, hasFailed: false };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <Page title="This screen could not be loaded">
        <div className="notice problem" role="alert">
          <p>The connection may be interrupted, or Windlass was updated meanwhile.</p>
          <button type="button" onClick={() => window.location.reload()}>
            Load the page again
          </button>
        </div>
      </Page>
    );
  }
}
