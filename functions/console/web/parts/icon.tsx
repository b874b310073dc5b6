// The icons of states, drawn here so that no font has to have them. They repeat a word beside them.
const PATHS = {
  good: 'M3 8.5l3.2 3.2L13 5',
  bad: 'M4 4l8 8M12 4l-8 8',
  waiting: 'M8 2a6 6 0 1 0 .01 0M8 5v3.5l2 1.5',
  moving: 'M5 3l7 5-7 5z',
  plain: 'M4 8h8',
  paused: 'M5.5 4v8M10.5 4v8',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
