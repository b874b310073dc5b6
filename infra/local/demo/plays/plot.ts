// Where the planned release and the hotfix wait for each other.
export const MARKS = {
  planned: {
    submitted: 'the planned release is with the stores',
    heldBack: 'the planned release is held back',
  },
  hotfix: {
    building: 'the hotfix is being built',
    submitted: 'the hotfix is with its store',
    released: 'the hotfix is released',
  },
} as const;
